"""The browser empties the storage of a phone that has no room, by the DevTools protocol: what was unsent is told."""

import pytest
from django.urls import reverse

from gvp.sync.models import Operation, Seat

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TAKE = "**/campo/envios/"
STORAGE = "indexeddb,cache_storage,service_workers"  # what a browser evicts; cookies stay


def test_what_the_browser_threw_away_is_counted_aloud_and_the_phone_goes_on(phone, today):
    hoy = reverse("workshops:today")
    phone.at(hoy).page.route(TAKE, lambda route: route.abort())
    phone.write_down(today).write_down(today, head_count=4).says(unsent=2)
    cookies = {cookie["name"]: cookie["value"] for cookie in phone.page.context.cookies()}
    remembered = int(cookies["pendientes"].partition(".")[2])
    tools = phone.page.context.new_cdp_session(phone.page)
    tools.send("Storage.clearDataForOrigin", {"origin": phone.road.url, "storageTypes": STORAGE})
    phone.at(hoy).says(unsent=0)
    said = phone.page.locator("[data-alert=lost]:visible").inner_text()
    since = phone.page.evaluate("async (at) => (await import('/static/js/sync/told.js')).moment(at * 1000)", remembered)
    assert ("2 " in said, since in said, Operation.objects.count()) == (True, True, 0)

    phone.page.click("[data-alert=lost] button")
    phone.page.unroute(TAKE)
    phone.write_down(today, head_count=5)
    phone.at(hoy).says(unsent=0)
    today.refresh_from_db()
    assert (phone.page.locator("[data-alert=lost]").is_visible(), today.head_count) == (False, 5)
    assert Seat.objects.filter(lost=2).count() == 1  # the coordinator knows it, too
