"""What another site can do to the served interview in a real browser: nothing.

The other site is a server on another port, called by another name; the browser is told that both
names are this computer.
"""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from support.browsers import EVIL

from advisor.knowledge.base import shipped_knowledge
from advisor.web.application import make_application


@pytest.fixture
def served(tmp_path):
    """The pages over a folder with one case; their port."""
    from waitress.server import create_server

    (tmp_path / "secret plan.yaml").write_text("", "utf-8")
    app = make_application(tmp_path, shipped_knowledge())
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield tmp_path, int(server.effective_port)
    server.close()
    thread.join(10)


@pytest.fixture
def other_site():
    """A server that gives one page at every address; its port, and the page to set."""
    pages = {"text": ""}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            body = pages["text"].encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port, pages
    server.shutdown()
    server.server_close()


def test_the_forms_of_our_own_pages_are_taken(browser, served):
    """With Referrer-Policy no-referrer, a browser would send them with the origin “null”."""
    folder, port = served
    page = browser.new_page()
    page.goto(f"http://127.0.0.1:{port}/")
    page.fill("#name", "our own")
    page.click("form[action='/cases'] button")
    assert "/case/our%20own/" in page.url
    page.close()
    assert (folder / "our own.yaml.session").exists()


FORM = """<form id="f" method="post" action="{at}/cases" enctype="{kind}"{target}>
<input name="name" value="theirs"></form>"""
ATTEMPTS = {
    "a form": FORM + "<script>f.submit()</script>",
    "a form as text": FORM.replace("{kind}", "text/plain") + "<script>f.submit()</script>",
    "a form into a frame": '<iframe name="i"></iframe>' + FORM.replace("{target}", ' target="i"')
    + "<script>f.submit()</script>",
    "a page in a sandbox": """<iframe sandbox="allow-scripts allow-forms" srcdoc='{form}
<script>f.submit()</script>'></iframe>""",
    "fetch": "<script>fetch('{at}/cases', {{method: 'POST', mode: 'no-cors', body: new "
    "URLSearchParams({{name: 'theirs'}})}})</script>",
    "fetch with cookies": "<script>fetch('{at}/cases', {{method: 'POST', mode: 'no-cors', "
    "credentials: 'include', body: new URLSearchParams({{name: 'theirs'}})}})</script>",
    "a beacon": "<script>navigator.sendBeacon('{at}/cases', new "
    "URLSearchParams({{name: 'theirs'}}))</script>",
}  # fmt: skip


@pytest.mark.parametrize("attempt", ATTEMPTS.values(), ids=ATTEMPTS)
@pytest.mark.parametrize("name", [EVIL, "127.0.0.1"], ids=["another site", "another port"])
def test_another_site_changes_nothing(browser, served, other_site, attempt, name):
    (folder, port), (other, pages) = served, other_site
    at = f"http://127.0.0.1:{port}"
    values = {"at": at, "kind": "application/x-www-form-urlencoded", "target": ""}
    pages["text"] = attempt.format(**values, form=FORM.format(**values).replace("'", '"'))
    page, refused = browser.new_page(), []
    page.on("response", lambda one: refused.append(one.status) if "/cases" in one.url else None)
    page.goto(f"http://{name}:{other}/")
    page.wait_for_timeout(400)
    page.close()
    assert [one.name for one in folder.iterdir()] == ["secret plan.yaml"]
    assert set(refused) <= {403}


READING = """async () => {{
  const got = [];
  for (const how of [{{}}, {{mode: 'no-cors'}}, {{credentials: 'include'}}]) {{
    try {{ const answer = await fetch('{at}/', how); got.push(await answer.text()); }}
    catch (error) {{ got.push(''); }}
  }}
  const loaded = await Promise.all(['img', 'script', 'iframe'].map(tag => new Promise(done => {{
    const one = document.createElement(tag);
    one.onload = () => {{
      const inside = tag === 'iframe' && one.contentDocument;
      done(tag === 'iframe' ? (inside ? inside.body.innerText : '') : 'loaded ' + tag);
    }};
    one.onerror = () => done('');
    one.src = '{at}/static/style.css';
    if (tag === 'iframe') one.src = '{at}/';
    document.body.append(one);
  }})));
  return [...got, ...loaded].join('');
}}"""


@pytest.mark.parametrize("name", [EVIL, "127.0.0.1"], ids=["another site", "another port"])
def test_another_site_reads_nothing(browser, served, other_site, name):
    (_, port), (other, pages) = served, other_site
    pages["text"] = "<body></body>"
    page = browser.new_page()
    page.goto(f"http://{name}:{other}/")
    read = page.evaluate(READING.format(at=f"http://127.0.0.1:{port}"))
    page.close()
    assert read == ""


def test_a_name_that_was_bent_to_this_computer_reads_nothing(browser, served):
    """DNS rebinding: the page and what it asks for have one origin, that of the other site."""
    folder, port = served
    page = browser.new_page()
    page.goto(f"http://{EVIL}:{port}/")
    assert "secret plan" not in page.content()
    own = f"http://{EVIL}:{port}/theirs"  # their page, loaded before the name was bent
    page.route(own, lambda route: route.fulfill(body="<p>", content_type="text/html"))
    page.goto(own)
    got = page.evaluate("""async () => {
        const read = await fetch('/');
        const sent = await fetch('/cases', {method: 'POST',
            body: new URLSearchParams({name: 'theirs'})});
        return [read.status, await read.text(), sent.status]; }""")
    page.close()
    assert (got[0], got[2]) == (403, 403) and "secret plan" not in got[1]
    assert [one.name for one in folder.iterdir()] == ["secret plan.yaml"]


def test_no_script_runs_that_somebody_typed(browser, served):
    """The content policy stands even where a page would not escape what was typed."""
    _, port = served
    page, said = browser.new_page(), []
    page.on("dialog", lambda one: (said.append(one.message), one.dismiss()))
    page.goto(f"http://127.0.0.1:{port}/")
    page.evaluate("""() => { document.body.insertAdjacentHTML('beforeend',
        '<img src=x onerror="alert(1)"><iframe srcdoc="<script>alert(2)</script>"></iframe>');
        const one = document.createElement('script'); one.textContent = 'alert(3)';
        document.body.append(one); }""")
    page.wait_for_timeout(300)
    page.close()
    assert said == []
