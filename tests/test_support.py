"""The servers and the browser of the test run do what the tests rely on."""

from __future__ import annotations

import psycopg2
import pytest

from tests.support import chromium, postgres


def application(environ, start_response):
    start_response("200 OK", HEADERS)
    return [PAGES[environ["PATH_INFO"]].encode()]


HEADERS = [
    ("Content-Type", "text/html; charset=utf-8"),
    ("Content-Security-Policy", "script-src 'self'"),
]
PAGES = {
    "/": '<!doctype html><html lang="ky"><title>Ош</title><main><h1>Күндөлүк</h1></main>',
    "/faulty": "<!doctype html><title></title><img src='/'>",
    "/inline": "<!doctype html><script>document.title = 'run'</script>",
    "/foreign": "<!doctype html><img alt='' src='http://192.0.2.1/x.png'>",
    "/throwing": "<!doctype html><script src='/throwing.js'></script>",
    "/throwing.js": "throw new Error('lost')",
    "/favicon.ico": "",
}


@pytest.mark.postgres
def test_databases_are_separate_and_empty(postgres_server: postgres.PostgresServer):
    for dsn in (postgres_server.create_database(), postgres_server.create_database()):
        with psycopg2.connect(dsn) as connection, connection.cursor() as cursor:
            cursor.execute("CREATE TABLE mark (points integer)")
            cursor.execute("SELECT count(*) FROM mark")
            assert cursor.fetchone() == (0,)
        connection.close()


def test_a_missing_server_fails_with_the_package_to_install(monkeypatch):
    monkeypatch.setattr(postgres.shutil, "which", lambda name: None)
    with pytest.raises(postgres.ServerMissing, match="Debian: postgresql"):
        postgres.program("no-such-program")


def test_a_missing_browser_fails_with_the_package_to_install(monkeypatch):
    monkeypatch.setattr(chromium.shutil, "which", lambda name: None)
    with pytest.raises(chromium.BrowserMissing, match="Debian: chromium"):
        chromium.executable()


@pytest.mark.browser
def test_the_browser_shows_a_served_page(page, serve):
    page.goto(f"{serve(application)}/")
    assert page.get_by_role("heading").inner_text() == "Күндөлүк"
    assert chromium.accessibility_violations(page) == []


@pytest.mark.browser
def test_accessibility_faults_are_found(page, serve):
    page.goto(f"{serve(application)}/faulty")
    faults = {fault.split(":")[0] for fault in chromium.accessibility_violations(page)}
    assert {"document-title", "html-has-lang", "image-alt"} <= faults


@pytest.mark.browser
@pytest.mark.parametrize(
    ("path", "complaint"),
    [
        ("/inline", "Content Security Policy"),
        ("/foreign", "asked another machine"),
        ("/throwing", "lost"),
    ],
)
def test_a_page_that_misbehaves_fails_its_test(browser, serve, path: str, complaint: str):
    def visit() -> None:
        with chromium.windows(browser) as new_context:
            new_context().new_page().goto(f"{serve(application)}{path}")

    with pytest.raises(AssertionError, match=complaint):
        visit()
