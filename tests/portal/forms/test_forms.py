"""Forms as a browser meets them: rendered, sent, refused and sent again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from html.parser import HTMLParser

import colander
import deform
import pytest
from babel.messages import Catalog
from babel.messages.mofile import write_mo
from deform.widget import (
    CheckboxChoiceWidget,
    OptGroup,
    PasswordWidget,
    RadioChoiceWidget,
    SelectWidget,
    TextAreaWidget,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyramid.config import Configurator
from pyramid.response import Response
from pyramid.session import SignedCookieSessionFactory
from webtest import TestApp, Upload

from oshj_core.errors import Invalid
from oshj_core.text import text
from oshj_portal.forms.form import make_form
from oshj_portal.forms.schema import BaseSchema
from oshj_portal.forms.types import KyrgyzDate, KyrgyzDecimal, KyrgyzString
from oshj_portal.forms.types import Upload as UploadType
from oshj_portal.i18n import _

KYRGYZ = {
    "oshj": {
        "Save": "Сактоо",
        "Name": "Аты",
        "required": "милдеттүү",
        "dd.mm.yyyy": "кк.аа.жжжж",
        "“${value}” is not a date": "«${value}» дата эмес",
        "Nothing was stored yet. Please correct:": "Азырынча эч нерсе сакталган жок. Оңдоңуз:",
    },
    "colander": {"Required": "Милдеттүү талаа"},
}


class Address(colander.Schema):
    town = colander.SchemaNode(KyrgyzString(), title="Town", missing="")


class PersonSchema(BaseSchema):
    name = colander.SchemaNode(
        KyrgyzString(max_length=40), title=_("Name"), description="As in the passport"
    )
    born = colander.SchemaNode(KyrgyzDate(), title="Born")
    points = colander.SchemaNode(
        KyrgyzDecimal(places=2), title="Points", validator=colander.Range(0, 100), missing=None
    )
    about = colander.SchemaNode(
        KyrgyzString(lines=True), title="About", widget=TextAreaWidget(rows=3), missing=""
    )
    secret = colander.SchemaNode(
        colander.String(), title="Secret", widget=PasswordWidget(), missing=""
    )
    agrees = colander.SchemaNode(colander.Boolean(), title="Agrees")
    days = colander.SchemaNode(
        colander.Set(),
        title="Days",
        validator=colander.Length(min=1),
        widget=CheckboxChoiceWidget(values=[("1", "Monday"), ("2", "Tuesday")]),
    )
    form = colander.SchemaNode(
        colander.String(),
        title="Form",
        widget=RadioChoiceWidget(values=[("day", "Day"), ("extramural", "Extramural")]),
        validator=colander.OneOf(["day", "extramural"]),
    )
    unit = colander.SchemaNode(
        colander.String(),
        title="Unit",
        widget=SelectWidget(values=[("", "—"), OptGroup("Faculties", ("f1", "<Law>"))]),
        missing=None,
    )
    roles = colander.SchemaNode(
        colander.Set(),
        title="Roles",
        widget=SelectWidget(multiple=True, values=[("a", "A"), ("b", "B")]),
        missing=(),
    )
    photo = colander.SchemaNode(UploadType(max_megabytes=1), title="Photo", missing=None)
    address = Address(title="Address")


def person_view(request):
    form = make_form(request, PersonSchema())
    if request.method == "POST":
        try:
            values = form.validate_post(request)
        except deform.ValidationFailure:
            return Response(form.render(), status=422)
        if values["name"] == "Taken":
            form.refuse(
                Invalid(text("The name is taken"), place="name", advice=text("Add a digit."))
            )
            form.refuse(Invalid(text("Nothing is free")))
            return Response(form.render(), status=422)
        photo = values["photo"]
        if photo is not None:
            values["photo"] = (photo.filename, photo.size, photo.content.read())
        request.registry["stored"].append(values)
        return Response("stored")
    return Response(form.render())


@pytest.fixture
def make_app(tmp_path):
    for domain, messages in KYRGYZ.items():
        catalogue = Catalog(locale="ky")
        for msgid, translation in messages.items():
            catalogue.add(msgid, translation)
        folder = tmp_path / "ky" / "LC_MESSAGES"
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / f"{domain}.mo").open("wb") as file:
            write_mo(file, catalogue)

    def make(language="en"):
        with Configurator(settings={"pyramid.default_locale_name": language}) as config:
            config.include("oshj_portal.forms")
            config.add_translation_dirs(str(tmp_path))
            config.set_session_factory(SignedCookieSessionFactory("secret"))
            config.registry["stored"] = []
            config.add_route("person", "/")
            config.add_view(person_view, route_name="person")
            return TestApp(config.make_wsgi_app())

    return make


@pytest.fixture
def app(make_app):
    return make_app()


def fill(page, **values):
    form = page.forms["form"]
    entries = {"name": "Асан", "born": "05.09.2006"} | values
    for name, value in entries.items():
        form[name] = value
    form.get("checkbox", index=1).checked = True
    form["form-form"] = "day"
    return form


class _Elements(HTMLParser):
    """Every start tag with its attributes."""

    def __init__(self, source):
        super().__init__()
        self.found = []
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def by_id(self, identifier):
        [(tag, attributes)] = [e for e in self.found if e[1].get("id") == identifier]
        return tag, attributes


def test_what_is_typed_arrives_as_values(app):
    form = fill(
        app.get("/"),
        name=" Acан\u00a0 Ѳмүрбек ",
        points="87,5",
        about="бир\r\nэки",
        agrees=True,
        unit="f1",
        roles=["b"],
        town="Ош",
        photo=Upload("C:\\Сүрөт.png", b"png", "image/png"),
    )
    assert form.submit("save").text == "stored"
    assert app.app.registry["stored"] == [
        {
            "name": "Асан Өмүрбек",
            "born": date(2006, 9, 5),
            "points": Decimal("87.5"),
            "about": "бир\nэки",
            "secret": "",
            "agrees": True,
            "days": {"2"},
            "form": "day",
            "unit": "f1",
            "roles": {"b"},
            "photo": ("Сүрөт.png", 3, b"png"),
            "address": {"town": "Ош"},
        }
    ]


def test_nothing_typed_is_lost_and_every_error_has_its_link(app):
    page = fill(
        app.get("/"), born="31.02.2006", points="1e5", about="\nсап", agrees=True, unit="f1",
        roles=["a"], town="Өзгөн", secret="купуя",
    ).submit("save", status=422)  # fmt: skip
    form = page.forms["form"]
    assert form["name"].value == "Асан"
    assert form["born"].value == "31.02.2006"
    assert form["points"].value == "1e5"
    assert form["agrees"].checked
    assert form.get("checkbox", index=1).checked
    assert form["form-form"].value == "day"
    assert form["unit"].value == "f1"
    assert form["roles"].value == ["a"]
    assert form["town"].value == "Өзгөн"
    assert form["secret"].value == ""
    assert "купуя" not in page.text

    elements = _Elements(page.text)
    links = [attributes["href"] for tag, attributes in elements.found if tag == "a"]
    assert links == ["#form-born", "#form-points"]
    for identifier in ("form-born", "form-points"):
        tag, attributes = elements.by_id(identifier)
        assert tag == "input"
        assert attributes["aria-invalid"] == "true"
        assert attributes["aria-describedby"] == f"error-{identifier}"
        assert elements.by_id(f"error-{identifier}")[1]["class"] == "field-error"
    assert "aria-invalid" not in elements.by_id("form-name")[1]
    assert elements.by_id("form-name")[1]["aria-describedby"] == "help-form-name"
    assert elements.by_id("form-errors")[1]["role"] == "alert"
    assert "There is no such day: 31.02.2006" in page.text
    assert "Write the number with digits and a comma" in page.text


def test_groups_of_choices_are_named_and_their_errors_are_tied(app):
    page = app.get("/").forms["form"].submit("save", status=422)
    elements = _Elements(page.text)
    for name in ("days", "form"):
        tag, attributes = elements.by_id(f"form-{name}")
        assert tag == "fieldset"
        assert attributes["aria-describedby"] == f"error-form-{name}"
    assert elements.by_id("form-form-0")[1]["aria-invalid"] == "true"
    links = [attributes["href"] for tag, attributes in elements.found if tag == "a"]
    assert links == ["#form-name", "#form-born", "#form-days", "#form-form"]


def test_no_script_no_style_no_handler(app):
    for page in (app.get("/"), app.get("/").forms["form"].submit("save", status=422)):
        for tag, attributes in _Elements(page.text).found:
            assert tag not in ("script", "style")
            assert "style" not in attributes
            assert not [name for name in attributes if name.startswith("on")]


def test_ids_are_unique_and_every_label_has_its_input(app):
    elements = _Elements(app.get("/").text)
    ids = [attributes["id"] for tag, attributes in elements.found if "id" in attributes]
    assert len(ids) == len(set(ids))
    labels = {attributes["for"] for tag, attributes in elements.found if "for" in attributes}
    assert labels <= set(ids)
    inputs = {
        attributes["id"]
        for tag, attributes in elements.found
        if tag in ("input", "select", "textarea") and "id" in attributes
        and attributes.get("type") not in ("hidden", "radio")
        and attributes["name"] != "checkbox"
    }  # fmt: skip
    assert inputs == labels


def test_in_english(app):
    page = app.get("/")
    assert "Save" in page
    elements = _Elements(page.text)
    assert elements.by_id("form-born")[1]["placeholder"] == "dd.mm.yyyy"
    assert elements.by_id("form-save")[1]["class"] == "btn primary"
    assert "Required" in page.forms["form"].submit("save", status=422)


def test_in_kyrgyz(make_app):
    app = make_app("ky")
    page = app.get("/")
    assert "Сактоо" in page
    elements = _Elements(page.text)
    assert elements.by_id("form-born")[1]["placeholder"] == "кк.аа.жжжж"
    assert {a["title"] for tag, a in elements.found if tag == "abbr"} == {"милдеттүү"}
    refused = fill(page, name="", born="эртең").submit("save", status=422)
    assert "Азырынча эч нерсе сакталган жок. Оңдоңуз:" in refused
    assert "Аты: Милдеттүү талаа" in refused
    assert "«эртең» дата эмес" in refused


@pytest.mark.parametrize("hostile", ['"><script>alert(1)</script>', "${1/0}", "</textarea><b>"])
def test_what_is_typed_is_never_markup(app, hostile):
    page = fill(app.get("/"), name=hostile, about=hostile, born=hostile, town=hostile).submit(
        "save", status=422
    )
    assert page.forms["form"]["name"].value == hostile
    assert page.forms["form"]["about"].value.strip() == hostile
    assert not {tag for tag, attributes in _Elements(page.text).found} & {"script", "b"}
    assert "&lt;Law&gt;" in page.text


class TestToken:
    def test_a_forged_token_is_refused_and_the_entries_are_kept(self, app):
        form = fill(app.get("/"))
        form["csrf_token"] = "forged"
        page = form.submit("save", status=422)
        assert app.app.registry["stored"] == []
        assert "The page was open for too long" in page
        again = page.forms["form"]
        assert again["csrf_token"].value != "forged"
        assert again["name"].value == "Асан"
        assert again.submit("save").text == "stored"

    def test_a_missing_token_is_refused(self, app):
        page = app.post("/", {"name": "Асан"}, status=422)
        assert "The page was open for too long" in page
        assert app.app.registry["stored"] == []

    def test_a_token_in_the_header_is_taken(self, app):
        form = fill(app.get("/"))
        token = form["csrf_token"].value
        form["csrf_token"] = ""
        fields = form.submit_fields("save")
        assert app.post("/", fields, headers={"X-CSRF-Token": token}).text == "stored"


def test_a_refusal_of_a_rule_is_shown_at_its_field(app):
    page = fill(app.get("/"), name="Taken").submit("save", status=422)
    elements = _Elements(page.text)
    assert elements.by_id("form-name")[1]["aria-invalid"] == "true"
    assert "The name is taken" in page
    assert "Add a digit." in page
    assert "Nothing is free" in page


class TestUpload:
    @pytest.mark.parametrize(
        ("content", "told"),
        [(b"", "The file is empty"), (b"x" * (2**20 + 1), "The file is larger than 1 MB")],
    )
    def test_refused(self, app, content, told):
        page = fill(app.get("/"), photo=Upload("a.png", content)).submit("save", status=422)
        assert told in page

    def test_a_text_in_place_of_a_file_is_refused(self, app):
        fields = dict(fill(app.get("/")).submit_fields("save"), photo="text")
        assert "This is not a file" in app.post("/", fields, status=422)


def test_a_text_may_not_be_endless(app):
    page = fill(app.get("/"), name="а" * 41).submit("save", status=422)
    assert "Longer than maximum length 40" in page


controls = st.lists(
    st.one_of(
        st.tuples(
            st.sampled_from([*(node.name for node in PersonSchema()), "town", "checkbox", "odd"]),
            st.sampled_from(["", "day", "1", "😀", "\x00", "true", "f1"]),
        ),
        st.tuples(
            st.sampled_from(["__start__", "__end__"]),
            st.builds(
                "{}:{}".format,
                st.sampled_from([node.name for node in PersonSchema()]),
                st.sampled_from(["mapping", "sequence", "rename", "odd"]),
            ),
        ),
    ),
    max_size=12,
)


FIELDS = [node.name for node in PersonSchema()]


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize("shape", ["text", "twice", "mapping", "sequence"])
def test_a_field_of_another_shape_is_refused_not_broken(app, name, shape):
    inner = [("odd", "x"), ("odd", "y")]
    fields = {
        "text": [(name, "\x00")],
        "twice": [(name, "x"), (name, "y")],
        "mapping": [("__start__", f"{name}:mapping"), *inner, ("__end__", f"{name}:mapping")],
        "sequence": [("__start__", f"{name}:sequence"), *inner, ("__end__", f"{name}:sequence")],
    }[shape]
    app.post("/", fields, status=422)
    assert app.app.registry["stored"] == []


@settings(
    deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(controls)
def test_a_malformed_post_is_refused_not_broken(app, fields):
    app.post("/", fields, status=422)
    assert app.app.registry["stored"] == []


def test_values_fill_the_fields(make_app):
    with Configurator() as config:
        config.include("oshj_portal.forms")
        config.set_session_factory(SignedCookieSessionFactory("secret"))
        config.add_route("person", "/")
        config.add_view(
            lambda request: Response(
                make_form(
                    request,
                    PersonSchema(),
                    action="/там",
                    values={"born": date(2006, 9, 5), "points": Decimal("1234.5")},
                    buttons=(
                        deform.Button("go", "Go", css_class="danger"),
                        deform.Button("back", "Back", type="link", value="/?a=1&b=2"),
                    ),
                ).render()
            ),
            route_name="person",
        )
        app = TestApp(config.make_wsgi_app())
    page = app.get("/")
    assert page.forms["form"]["born"].value == "05.09.2006"
    assert page.forms["form"]["points"].value == "1\u00a0234,5"
    elements = _Elements(page.text)
    assert elements.by_id("form")[1]["action"] == "/там"
    assert elements.by_id("form-go")[1]["class"] == "btn danger"
    assert elements.by_id("form-back")[1] == {
        "class": "btn", "id": "form-back", "href": "/?a=1&b=2",
    }  # fmt: skip
