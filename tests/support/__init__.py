"""What the tests share: servers, a browser, the catalogue tool."""
