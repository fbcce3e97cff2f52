"""Lists from a spreadsheet in the control panel: upload, what would change, apply."""

from __future__ import annotations

import colander
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from oshj_core.roles import Permission
from oshj_portal.forms.schema import BaseSchema
from oshj_portal.forms.types import Upload
from oshj_portal.forms.widgets import UploadWidget
from oshj_portal.i18n import _
from oshj_portal.lists import csv_template
from oshj_portal.lists.import_pages import ImportPages, import_titles
from oshj_portal.lists.limits import MAX_MEGABYTES
from oshj_portal.lists.template import CONTENT_TYPE, FILE_NAME, make_template
from oshj_portal.lists.work import APPLY, CHECK
from oshj_portal.resources import Control


class UploadSchema(BaseSchema):
    """The file to be checked."""

    file = colander.SchemaNode(
        Upload(max_megabytes=MAX_MEGABYTES),
        title=_("File"),
        description=_("An XLSX workbook made from the template, or a ZIP of CSV files."),
        widget=UploadWidget(accept=".xlsx,.zip"),
    )


@view_config(name="lists", request_method="GET", renderer="templates/upload.pt", attr="show_upload")
@view_config(name="lists", request_method="POST", renderer="templates/upload.pt", attr="upload")
@view_config(name="lists-job", request_method="GET", renderer="templates/job.pt", attr="show_job")
@view_config(name="lists-progress", request_method="GET", renderer="json", attr="progress")
@view_config(name="lists-apply", request_method="POST", attr="apply")
@view_defaults(context=Control, permission=Permission.IMPORT_LISTS.value)
class ListsPages(ImportPages):
    """The import of the lists, and its templates."""

    titles = import_titles(CHECK, APPLY)
    start = "lists"
    schema = UploadSchema
    check, application = CHECK, APPLY

    def upload_page(self, form):
        return {
            **super().upload_page(form),
            "template_href": self.path("lists-template"),
            "csv_template_href": self.path("lists-csv-template"),
        }

    @view_config(name="lists-template", request_method="GET")
    def template(self):
        translate = self.request.localizer.translate
        response = Response(make_template(translate), content_type=CONTENT_TYPE)
        response.content_disposition = f'attachment; filename="{FILE_NAME}"'
        return response

    @view_config(name="lists-csv-template", request_method="GET")
    def csv_template(self):
        response = Response(
            csv_template.make_csv_template(), content_type=csv_template.CONTENT_TYPE
        )
        response.content_disposition = f'attachment; filename="{csv_template.FILE_NAME}"'
        return response
