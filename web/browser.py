"""The page in a real browser, opened from a file: drops, downloads, what it says."""

import pathlib
import shutil
import time

from playwright.sync_api import sync_playwright


class Browser:
    """A headless Chromium, which writes down every request and every error."""

    def __init__(self, page_file):
        self.url = pathlib.Path(page_file).resolve().as_uri()
        self.own = sync_playwright().start()
        chromium = shutil.which("chromium") or shutil.which("chromium-browser")
        self.browser = self.own.chromium.launch(executable_path=chromium, args=["--no-sandbox"])

    def open(self, locale="zh-CN", first=None, **how):
        """Opens the page; the script `first` runs before its own."""
        context = self.browser.new_context(locale=locale, accept_downloads=True, **how)
        page = context.new_page()
        if first:
            page.add_init_script(first)
        return Page(self, context, page)

    def close(self):
        self.browser.close()
        self.own.stop()


class Page:
    def __init__(self, browser, context, page):
        self.context, self.page = context, page
        self.requests, self.errors = [], []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda line: line.type == "error" and self.errors.append(line.text))
        page.goto(browser.url)
        page.wait_for_selector("html[data-ready]", state="attached", timeout=120_000)
        self.cdp = context.new_cdp_session(page)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.context.close()

    def drop(self, *paths, on="#drop"):
        """Drops files and folders, as the hand does."""
        place = self.page.locator(on)
        place.scroll_into_view_if_needed()
        box = place.bounding_box()
        at = {"x": box["x"] + box["width"] / 2, "y": box["y"] + min(box["height"] / 2, 40)}
        files = [str(pathlib.Path(path).resolve()) for path in paths]
        data = {"items": [], "files": files, "dragOperationsMask": 1}
        for kind in ["dragEnter", "dragOver", "drop"]:
            self.cdp.send("Input.dispatchDragEvent", {"type": kind, "data": data, **at})

    def wait(self, condition, seconds=300, every=0.05):
        """Waits until something holds. The page's policy lets no condition be evaluated within it again and again."""
        end = time.monotonic() + seconds
        while not self.page.evaluate(condition):
            if time.monotonic() > end:
                raise TimeoutError(f"{condition}: {self.errors} {self.page.inner_text('body')[:2000]}")
            time.sleep(every)

    def wait_done(self, every=0.05):
        """Waits until all files are worked on."""
        self.wait("/处理完毕|Done:/.test(document.querySelector('#progress-text').textContent)", every=every)
        # The last rows are drawn a little later.
        time.sleep(0.5)

    def check(self, *paths, every=0.05):
        """Drops files in place of those before, and waits."""
        self.page.evaluate("document.querySelector('#progress-text').textContent = ''")
        self.drop(*paths)
        self.wait_done(every)

    def rows(self):
        """The rows of the list, as they are shown."""
        return self.page.evaluate(
            "[...document.querySelectorAll('#list tbody tr')].filter((row) => !row.hidden)"
            ".map((row) => [...row.cells].map((cell) => cell.textContent))"
        )

    def text(self, selector):
        return self.page.locator(selector).inner_text()

    def download(self, selector):
        """The name and bytes of what a button gives."""
        with self.page.expect_download(timeout=300_000) as given:
            self.page.locator(selector).click()
        download = given.value
        return download.suggested_filename, pathlib.Path(download.path()).read_bytes()
