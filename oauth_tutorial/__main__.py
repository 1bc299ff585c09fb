"""``python -m oauth_tutorial`` is ``oauth-tutorial``."""

from oauth_tutorial.cli import main

if __name__ == "__main__":
    main(prog_name="oauth-tutorial")
