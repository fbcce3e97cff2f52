"""The load from a workbook in the control panel: upload, what would change, apply (3.2)."""

from __future__ import annotations

import colander
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from oshj_core.roles import Permission
from oshj_portal.forms.schema import BaseSchema
from oshj_portal.forms.types import Upload
from oshj_portal.forms.widgets import UploadWidget
from oshj_portal.i18n import _
from oshj_portal.lists.import_pages import ImportPages, import_titles
from oshj_portal.lists.limits import MAX_MEGABYTES
from oshj_portal.lists.template import CONTENT_TYPE
from oshj_portal.load.work import APPLY, CHECK
from oshj_portal.load.workbook import make_workbook
from oshj_portal.resources import Control
from oshj_portal.timetable.lookup import nearest_semester


class UploadLoad(BaseSchema):
    """The workbook to be checked."""

    file = colander.SchemaNode(
        Upload(max_megabytes=MAX_MEGABYTES),
        title=_("File"),
        description=_("The XLSX workbook of the load, or a ZIP with load.csv."),
        widget=UploadWidget(accept=".xlsx,.zip"),
    )


@view_config(name="load", request_method="GET", renderer="templates/upload.pt", attr="show_upload")
@view_config(name="load", request_method="POST", renderer="templates/upload.pt", attr="upload")
@view_config(name="load-job", request_method="GET", renderer="templates/job.pt", attr="show_job")
@view_config(name="load-progress", request_method="GET", renderer="json", attr="progress")
@view_config(name="load-apply", request_method="POST", attr="apply")
@view_defaults(context=Control, permission=Permission.EDIT_LOAD.value)
class LoadImportPages(ImportPages):
    """The import of the load, and its workbook."""

    titles = import_titles(CHECK, APPLY)
    start = "load"
    schema = UploadLoad
    check, application = CHECK, APPLY

    def upload_page(self, form):
        return {**super().upload_page(form), "workbook_href": self.path("load-workbook")}

    @view_config(name="load-workbook", request_method="GET")
    def workbook(self):
        """The load of the present semester, to be filled in or changed."""
        site = self.request.site
        semester = nearest_semester(site, self.request.act.today)
        content = make_workbook(site, semester.id if semester else "")
        response = Response(content, content_type=CONTENT_TYPE)
        response.content_disposition = 'attachment; filename="oshj-load.xlsx"'
        return response
