"""A request that renders documents in Kyrgyz."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from babel.messages import Catalog
from babel.messages.mofile import write_mo
from pyramid.config import Configurator
from pyramid.request import Request

KYRGYZ = {
    "Osh State University": "Ош мамлекеттик университети",
    "Osh State University · electronic journal": "Ош мамлекеттик университети · электрондук журнал",
    "page ${number} / ${count}": "бет ${number} / ${count}",
    "Login": "Логин",
    "Password": "Пароль",
    "Issued": "Берилди",
    "This slip gives you access to the electronic journal. Scan the code or type the address, "
    "then enter the login and the password.": (
        "Бул барак электрондук журналга кирүү үчүн берилди. Кодду сканерлеңиз же даректи "
        "териңиз, андан кийин логин менен паролду киргизиңиз."
    ),
    "Keep it secret: show it to nobody.": "Купуя сактаңыз: эч кимге көрсөтпөңүз.",
    "A student never changes the login or the password and passes them on to nobody (4.2).": (
        "Студент логин менен паролду эч качан өзгөртпөйт жана эч кимге бербейт (4.2)."
    ),
    "A teacher lets no student and no colleague work under the teacher's login (4.3).": (
        "Окутуучу өз логини менен студенттин да, кесиптешинин да иштешине жол бербейт (4.3)."
    ),
    "Lost it, or somebody has seen it? Students ask their dean's office, staff ask the "
    "administrator: a new password will be issued.": (
        "Жоготтуңузбу же бирөө көрүп койдубу? Студент деканатка, кызматкер администраторго "
        "кайрылат: жаңы пароль берилет."
    ),
}


@pytest.fixture
def request_(tmp_path):
    catalogue = Catalog(locale="ky")
    for msgid, translation in KYRGYZ.items():
        catalogue.add(msgid, translation)
    folder = tmp_path / "ky" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "oshj.mo").open("wb") as file:
        write_mo(file, catalogue)
    with Configurator(settings={"pyramid.default_locale_name": "ky"}) as config:
        config.include("pyramid_chameleon")
        config.add_translation_dirs(str(tmp_path))
    request = Request.blank("/")
    request.registry = config.registry
    request.site = SimpleNamespace(settings={})
    return request
