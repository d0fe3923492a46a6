"""Takes the pictures of README and manual: `screenshots.py URL FOLDER`. tools/screenshots.sh serves the demonstration.

Each picture is one line of PICTURES: its name, who looks, on what kind of screen, at which address.
"""

import io
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import django
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gvp.settings")
django.setup()

import screenshots_field  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from gvp.accounts.models import User  # noqa: E402
from gvp.ops.demo.users import PASSWORD  # noqa: E402
from gvp.reporting.models import Report  # noqa: E402
from materials.models import Material, Transfer  # noqa: E402
from participants.assessing import begin  # noqa: E402
from participants.models import Instrument, Network, Participant  # noqa: E402
from plans.models import Plan  # noqa: E402
from workshops.models import Cycle, Workshop  # noqa: E402

REGISTER = Path(__file__).resolve().parent.parent / "gvp/ops/tests/data/register_sample.xlsx"
COLOURS = 128  # the pages have few; the files stay small
PHONE = {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 2}
DESK = {"viewport": {"width": 1280, "height": 860}, "device_scale_factor": 1}


def look(page: Page) -> None:
    """As it is."""


@dataclass(frozen=True)
class Picture:
    name: str
    user: str
    screen: dict
    address: str
    prepare: Callable[[Page], None] = look


def to_log() -> str:
    """Path of the roster of today's session."""
    sessions = Workshop.objects.planned().filter(cycle__code="DEMO-J5", date=timezone.localdate())
    return reverse("workshops:roster", args=[sessions.get().pk])


def to_ask() -> str:
    """Path of a statement of a questionnaire that has just begun."""
    men = Participant.objects.filter(enrolments__cycle__code="DEMO-J5", consents__kind="evaluation").order_by("code")
    facts = {"instrument": Instrument.objects.get(counts_for_change=True), "round_": "baseline"}
    field = User.objects.get(username="campo")
    begun = begin(by=field, participant=men[0], date=timezone.localdate(), **facts)
    return reverse("participants:statement", args=[begun.pk, "M1"])


def pictures() -> list[Picture]:
    """Looks the keys up before any browser runs."""
    return [*of_the_field(), *of_the_desk(), *of_the_contributions()]


def of_the_field() -> list[Picture]:
    logged = Workshop.objects.filter(cycle__code="DEMO-J5").held().exclude(head_count=None).latest("date").pk
    network = Network.objects.get(province="1204").pk
    school = Cycle.objects.get(code="DEMO-W1").enrolments.earliest("participant__code").participant.school_id
    shown = [
        ("today", reverse("workshops:today"), look),
        ("roster", to_log(), mark_some),
        ("report", reverse("workshops:report", args=[logged]), look),
        ("action", reverse("workshops:action_new", args=[network]), lead_an_action),
        ("replication", reverse("workshops:replication_at", args=[school]), lead_a_replication),
        ("questionnaire", to_ask(), look),
    ]
    return [Picture(name, "campo", PHONE, address, prepare) for name, address, prepare in shown]


def of_the_desk() -> list[Picture]:
    cycle = Cycle.objects.get(code="DEMO-J5").pk
    person = Participant.objects.filter(enrolments__cycle__code="DEMO-J4", group="man").earliest("code").pk
    plan = Plan.objects.get(code="DEMO-PLAN-JAU").pk
    desk, admin = "coordinacion", "administracion"
    return [
        Picture("board", desk, DESK, reverse("reporting:board")),
        Picture("people", desk, DESK, reverse("participants:list")),
        Picture("person", desk, DESK, reverse("reporting:person", args=[person])),
        Picture("cycle", desk, DESK, reverse("workshops:cycle", args=[cycle])),
        Picture("matrix", desk, DESK, reverse("workshops:matrix", args=[cycle])),
        Picture("drop-outs", desk, DESK, reverse("workshops:drop_outs")),
        Picture("indicator", desk, DESK, reverse("reporting:indicator", args=["C1a"])),
        Picture("review", desk, DESK, reverse("sync:review")),
        Picture("devices", admin, DESK, reverse("sync:devices")),
        Picture("admin", admin, DESK, reverse("admin:index")),
        Picture("plan-steps", admin, DESK, reverse("admin:plans_plan_change", args=[plan])),
        Picture("register-import", admin, DESK, reverse("ops:import_register"), upload_register),
    ]


def of_the_contributions() -> list[Picture]:
    """What the programme promises, as a coordinator sees it."""
    network = Network.objects.get(province="1204").pk
    handed = Transfer.objects.filter(material__code="DEMO-M1", institution__district__province="1204")
    texts = reverse("reporting:report_texts", args=[Report.objects.get().pk, "es"])
    shown = [
        ("contribution", reverse("reporting:contribution", args=[1])),
        ("map", reverse("reporting:map")),
        ("worklist", reverse("reporting:worklist")),
        ("network", reverse("workshops:network", args=[network])),
        ("cascade", reverse("workshops:cascade")),
        ("material", reverse("materials:material", args=[Material.objects.get(code="DEMO-M1").pk])),
        ("act", reverse("materials:transfer_act_page", args=[handed.earliest("code").pk])),
        ("change", reverse("reporting:change")),
        ("plan", reverse("plans:plan", args=[Plan.objects.get(code="DEMO-PLAN-JAU").pk])),
    ]
    pages = [Picture(name, "coordinacion", DESK, address) for name, address in shown]
    return [*pages, Picture("report-texts", "monitoreo", DESK, texts)]


def lead_an_action(page: Page) -> None:
    """A visit, led by two; their names in sight."""
    page.get_by_text("visita", exact=True).click()
    for n in (0, 2):
        page.locator(".tap-list label").nth(n).click()
    page.evaluate("document.querySelector('#id_leaders').scrollIntoView({behavior: 'instant'})")


def lead_a_replication(page: Page) -> None:
    for n in (0, 3):
        page.locator(".tap-list label").nth(n).click()
    page.evaluate("document.querySelector('.tap-names').scrollIntoView({behavior: 'instant'})")


def mark_some(page: Page) -> None:
    """Everybody present, then two who did not come, as a facilitator would; the list in sight."""
    page.click("#everyone")
    for n in (1, 3):
        page.locator(".people .tap").nth(n).click()
    page.mouse.move(0, 0)
    page.evaluate("document.querySelector('.roster').scrollIntoView({behavior: 'instant'})")


def upload_register(page: Page) -> None:
    page.set_input_files("input[type=file]", REGISTER)
    with page.expect_navigation(timeout=120_000):
        page.click("button[form=register-file]")


def log_in(browser: Browser, url: str, user: str, screen: dict) -> BrowserContext:
    context = browser.new_context(locale="es-PE", timezone_id="America/Lima", reduced_motion="reduce", **screen)
    page = context.new_page()
    page.goto(f"{url}/cuenta/entrar/")
    page.fill("[name=username]", user)
    page.fill("[name=password]", PASSWORD)
    with page.expect_navigation():
        page.press("[name=password]", "Enter")
    page.close()
    return context


def save(image: Image.Image, path: Path) -> None:
    image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"{path}  {path.stat().st_size // 1024} kB")


def donor_report(context: BrowserContext, url: str, path: Path) -> None:
    """Cover and summary of the PDF, side by side."""
    today = timezone.localdate()
    query = f"province=1204&since={today - timedelta(days=364)}&until={today}&language=es"
    page = context.new_page()
    page.goto(f"{url}{reverse('reporting:report')}?{query}")
    page.click("button[form=report]")
    ready = page.locator(f"a[href^='{reverse('reporting:rendering_file')}']").first
    ready.wait_for(timeout=120_000)
    answer = context.request.get(url + str(ready.get_attribute("href")))
    page.close()
    if not (answer.ok and shutil.which("pdftoppm")):
        sys.exit("The donor report needs WeasyPrint's libraries and poppler-utils.")
    with TemporaryDirectory() as place:
        (Path(place) / "report.pdf").write_bytes(answer.body())
        subprocess.run(["pdftoppm", "-png", "-r", "72", "-l", "3", f"{place}/report.pdf", f"{place}/p"], check=True)
        pages = [Image.open(page).convert("RGB") for page in sorted(Path(place).glob("p*.png"))]
        pages = [pages[0], pages[2]]  # the second is the table of contents
    margin = 24
    width = sum(page.width for page in pages) + margin * (len(pages) + 1)
    sheet = Image.new("RGB", (width, pages[0].height + 2 * margin), "#d8cfc0")
    for n, page in enumerate(pages):
        sheet.paste(page, (margin + n * (page.width + margin), margin))
    save(sheet, path)


def wait_for(url: str) -> None:
    for _ in range(60):
        try:
            urllib.request.urlopen(f"{url}/healthz", timeout=2)  # noqa: S310 our own server
            return
        except OSError:
            time.sleep(1)
    sys.exit(f"Nothing answers at {url}")


def main(url: str, folder: Path) -> None:
    wanted, session = pictures(), to_log()
    wait_for(url)
    folder.mkdir(parents=True, exist_ok=True)
    arguments = ["--disable-gpu", "--disable-background-networking", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=arguments)
        contexts: dict[tuple[str, int], BrowserContext] = {}
        for picture in wanted:
            key = (picture.user, picture.screen["viewport"]["width"])
            context = contexts.get(key) or contexts.setdefault(key, log_in(browser, url, picture.user, picture.screen))
            page = context.new_page()
            page.goto(url + picture.address)
            picture.prepare(page)
            save(Image.open(io.BytesIO(page.screenshot())), folder / f"{picture.name}.png")
            page.close()
        screenshots_field.take(lambda road: log_in(browser, road, "campo", PHONE), url, session, folder, save)
        donor_report(contexts["coordinacion", 1280], url, folder / "donor-report.png")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"), Path(sys.argv[2]))
