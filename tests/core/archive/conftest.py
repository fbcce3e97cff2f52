"""A key that is trusted, one that is not, and a good bundle to copy."""

import shutil

import pytest

from oshj_core.archive import Contents
from oshj_core.archive.ed25519 import Ed25519Signer
from tests.core.archive.building import certificates, export, pdf, unit


@pytest.fixture(scope="session")
def signer():
    return Ed25519Signer.generate()


@pytest.fixture(scope="session")
def stranger():
    return Ed25519Signer.generate()


@pytest.fixture(scope="session")
def good(tmp_path_factory, signer):
    """A good bundle of journals; not to be changed."""
    return export(unit(document=pdf()), tmp_path_factory.mktemp("good"), signer).path


@pytest.fixture(scope="session")
def good_certificates(tmp_path_factory, signer):
    """A good bundle of certificates; not to be changed."""
    source, into = certificates(document=pdf()), tmp_path_factory.mktemp("good")
    return export(source, into, signer, Contents.CERTIFICATES).path


@pytest.fixture
def bag(good, tmp_path):
    """A copy of the good bundle, to be spoilt."""
    return shutil.copytree(good, tmp_path / good.name)
