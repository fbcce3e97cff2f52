"""The package ``oshj``: the core alone by default, the portal and its tools as extras."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from setuptools import find_packages, setup
from setuptools.command.build_py import build_py


class BuildWithCatalogues(build_py):
    """Compile ``locales/*/LC_MESSAGES/*.po`` beside themselves, then build as usual."""

    def run(self):
        for source in Path("locales").glob("*/LC_MESSAGES/*.po"):
            with source.open("rb") as po, source.with_suffix(".mo").open("wb") as mo:
                write_mo(mo, read_po(po))
        super().run()


ARCHIVE = [
    "bagit>=1.8.1",
    "cryptography>=42",
]

PORTAL = [
    *ARCHIVE,
    "argon2-cffi>=23.1",
    "BTrees>=6.0",
    "Chameleon>=4.5",
    "colander>=2.0",
    "deform>=3.0.1",
    "icalendar>=6.0",
    "holidays>=0.109",
    "legacy-cgi>=2.6; python_version >= '3.13'",
    "openpyxl>=3.1",
    "persistent>=6.0",
    "plaster>=1.1",
    "plaster_pastedeploy>=1.0",
    "pyramid>=2.1",
    "pyramid_chameleon>=0.3",
    "pyramid_retry>=2.1",
    "pyramid_tm>=2.6",
    "pyramid_zodbconn>=0.8.1",
    "qrcode>=8.0",
    "reportlab>=4.2",
    "setuptools<81",
    "transaction>=5.0",
    "translationstring>=1.4",
    "waitress>=3.0.1",
    "WebOb>=1.8.8",
    "xhtml2pdf>=0.2.28",
    "zc.lockfile>=3.0",
    "ZODB>=6.0",
    "zope.interface>=7.0",
]

POSTGRES = [
    "psycopg2-binary>=2.9.9",
    "RelStorage>=4.1",
]

DEV = [
    *ARCHIVE,
    "axe-playwright-python>=0.1.4",
    "babel>=2.16",
    "bagit-profile>=1.3.1",
    "coverage>=7.6",
    "csvw>=3.5",
    "Flask>=3.0",
    "hypothesis>=6.100",
    "import-linter>=2.1",
    "lingua>=4.15",
    "mypy>=1.13",
    "packaging>=24.0",
    "pikepdf>=10.0",
    "playwright>=1.49",
    "pypdf>=5.1",
    "pypdfium2>=5.0",
    "pytest>=8.3",
    "pytest-cov>=6.0",
    "pytest-xdist>=3.6",
    "ruff>=0.8",
    "Sphinx>=8.2",
    "vobject>=0.9.8",
    "WebTest>=3.0.2",
    "Werkzeug>=3.0",
    "zxing-cpp>=2.3",
]

setup(
    name="oshj",
    version="0.1.0",
    description="The electronic journal of Osh State University",
    long_description=Path("README.md").read_text(encoding="utf-8"),
    long_description_content_type="text/markdown",
    author="the oshj developers",
    license="MIT",
    license_files=["LICENSE"],
    classifiers=[
        "Framework :: Pyramid",
        "Intended Audience :: Education",
        "Natural Language :: English",
        "Programming Language :: Python :: 3 :: Only",
        "Programming Language :: Python :: 3.11",
        "Programming Language :: Python :: 3.12",
        "Programming Language :: Python :: 3.13",
        "Typing :: Typed",
    ],
    python_requires=">=3.11,<3.14",
    install_requires=["attrs>=23.2"],
    extras_require={
        "archive": ARCHIVE,
        "portal": PORTAL,
        "postgres": POSTGRES,
        "dev": DEV,
    },
    packages=[*find_packages("src"), "oshj_locales", "oshj_schemes"],
    package_dir={"": "src", "oshj_locales": "locales", "oshj_schemes": "config/schemes"},
    package_data={
        "": ["py.typed", "**/*.pt", "**/static/**", "**/fonts/*", "**/texts/*", "**/*.toml"],
        "oshj_locales": ["*.pot", "*/LC_MESSAGES/*.po", "*/LC_MESSAGES/*.mo"],
        "oshj_schemes": ["*.toml"],
    },
    zip_safe=False,
    cmdclass={"build_py": BuildWithCatalogues},
    entry_points={
        "console_scripts": ["oshj = oshj_portal.scripts:run"],
        "paste.app_factory": ["main = oshj_portal:main"],
        "oshj.plugins": [
            "fet = oshj_plugins.fet:plugin",
            "five_point = oshj_plugins.five_point:plugin",
            "oneroster = oshj_plugins.oneroster:plugin",
        ],
    },
)
