"""A page as a person meets it, read from real HTML."""

import pytest

from oauth_tutorial.browser.page import Field, Link, Text, own_page, read_page


def test_a_page_cannot_smuggle_markup_into_the_notebook():
    page = read_page(
        "http://127.0.0.1/",
        200,
        """<title><b>T</b></title><body onload=x><script>bad()</script><style>b{}</style>
        <p onclick=x>a <b style="position:fixed">b</b> <img src=x onerror=y> &lt;i&gt;</p>
        <!-- c --> loose & text <a href="next">on</a>
        <label for=f>Say</label><input id=f name=f value="&quot;><script>">
        <label><input type=checkbox name=t value=v> Tick <b>me</b></label></body>""",
    )
    texts = [part.html for part in page.parts if isinstance(part, Text)]

    assert texts == ["<p>a <b>b</b>  &lt;i&gt;</p>", "<p>loose &amp; text</p>"]
    assert [part for part in page.parts if isinstance(part, Link)] == [Link("on", "next")]
    [field] = [part for part in page.parts if isinstance(part, Field)]
    assert (field.label, field.value) == ("Say", '"><script>')


FORM = """
<title>Allow?</title>
<form method="post" action="consent">
  <input type="hidden" name="request" value="r1"><input type="hidden" name="form_token" value="t1">
  <h1>PrintShop asks</h1>
  <label for="who">User name</label><input id="who" name="username" value="alice">
  <label>Password <input type="password" name="password"></label>
  <label><input type="checkbox" name="scope" value="photos.read" checked> See photos</label>
  <button name="decision" value="approve">Approve</button><input type="submit" value="Deny">
</form>
<p>Or <em>go</em> <a href="/">home</a></p>
"""


def test_a_form_is_read_in_order_with_what_it_sends():
    page = read_page("http://127.0.0.1/authorize", 200, FORM)
    kinds = [type(part).__name__ for part in page.parts]
    _, name, password, tick, approve, deny = page.parts[:6]

    assert kinds[:6] == ["Text", "Field", "Field", "Tick", "Button", "Button"]
    assert (name.label, name.name, name.value) == ("User name", "username", "alice")
    assert (password.label, password.is_password) == ("Password", True)
    assert (tick.label, tick.value, tick.ticked) == ("See photos", "photos.read", True)
    assert [(one.name, one.value, one.text) for one in (approve, deny)] == [
        ("decision", "approve", "Approve"),
        ("", "Deny", "Deny"),
    ]
    assert (approve.form.method, approve.form.action) == ("post", "consent")
    assert approve.form.hidden == [("request", "r1"), ("form_token", "t1")]


def test_the_text_of_a_page_is_without_its_controls():
    assert read_page("", 200, FORM).text.splitlines()[0] == "PrintShop asks"
    assert "Approve" not in read_page("", 200, FORM).text


def test_no_repr_shows_the_address_or_what_was_filled_in():
    page = read_page("http://127.0.0.1/callback?code=very-secret", 200, FORM)
    page.parts[2].value = "wonderland"

    assert "very-secret" not in repr(page)
    assert "wonderland" not in repr(page.parts[2])


def test_a_page_of_its_own_is_escaped():
    page = own_page("http://127.0.0.1/", "<b>", "a & b")

    assert (page.status, page.text) == (0, "<b>\na & b")


@pytest.mark.parametrize(
    ("depth", "shown"),
    [(90, True), (110, False), (2000, False)],
    ids=["deep", "too deep", "deepest"],
)
def test_a_page_is_read_to_a_depth(depth, shown):
    page = read_page("http://127.0.0.1/", 200, "<div>" * depth + "<p>Hello.</p>" + "</div>" * depth)

    assert ("Hello." in page.text) is shown


def test_the_label_that_comes_first_counts():
    page = read_page("", 200, "<label for=f>One</label><label for=f>Two</label><input id=f name=n>")

    assert [part.label for part in page.parts if isinstance(part, Field)] == ["One"]


@pytest.mark.parametrize(
    "markup",
    [
        "<a href=/x aria-label='Sign in'><svg></svg></a>",
        "<a href=/x title='Sign in'><i></i></a>",
        "<a href=/x><img src=a.png alt='Sign in'></a>",
        "<a href=/x><img src=a.png alt='' title='Sign in'></a>",
        "<form><button aria-label='Sign in'></button></form>",
        "<form><input type=image alt='Sign in'></form>",
        "<form><input type=submit aria-label='Sign in'></form>",
        "<a href=/x title='Another'>Sign in</a>",
    ],
)
def test_an_icon_says_its_name_to_those_who_cannot_see_it(markup):
    assert [part.text for part in read_page("", 200, markup).parts] == ["Sign in"]


def test_a_button_outside_its_form():
    markup = (
        "<form id=f method=post action=/in><input type=hidden name=t value=1></form>"
        "<form action=/other><button form=f>Sign in</button><button form=gone>Other</button></form>"
    )
    first, other = read_page("", 200, markup).parts

    assert (first.form.method, first.form.action) == ("post", "/in")
    assert first.form.hidden == [("t", "1")]
    assert other.form.action == "/other"


def test_what_a_page_wants_heard_at_once_is_known():
    page = read_page(
        "http://127.0.0.1/", 401, "<div role='alert'><p>Not <b>signed in</b>.</p></div><p>Else</p>"
    )

    assert page.alert == "Not signed in."
    assert read_page("http://127.0.0.1/", 200, "<p>Else</p>").alert == ""
