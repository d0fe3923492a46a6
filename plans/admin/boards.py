"""Boards, who sits on them, when they met, and the terms of the mayors."""

from typing import Any

from django.contrib import admin
from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy

from gvp.audit.house_admin import HouseAdmin
from plans.admin.asked import asked
from plans.admin.forms import InOrder, MayoralTermForm, MeetingForm, MemberChoice
from plans.admin.pages import BelowAnother, WithPages
from plans.models import Board, BoardMeeting, BoardMember, MayoralTerm
from plans.quorum import counted, met, quorum_of

MEETINGS = 12  # the latest ones on the page of a board
PROVINCE = ("board__province", admin.RelatedOnlyFieldListFilter)


@admin.register(Board)
class BoardAdmin(WithPages):
    list_display = ("code", "kind", "province", "installed_on", "quorum")
    list_filter = ("kind", ("province", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("province",)
    search_fields = ("code", "province__name")
    fields = ("code", "kind", "province", "installed_on", "quorum")

    def get_readonly_fields(self, request: Any, obj: Any = None) -> tuple[str, ...]:
        """Once anything hangs on it, a board stays where it is, and is called what files call it."""
        used = obj and any(rows.exists() for rows in (obj.plans, obj.meetings, obj.members))
        return ("code", "province") if used else ()

    def told(self, row: Board) -> dict[str, Any]:
        """Members, and the latest meetings with who came."""
        seats = F("until").desc(nulls_first=True), "sector", "institution__name"
        return {
            "members": row.members.select_related("institution").order_by(*seats),
            "meetings": [(meeting, met(meeting, row)) for meeting in counted(row.meetings.all())[:MEETINGS]],
            "plans": row.plans.all(),
        }


@admin.register(BoardMember)
class BoardMemberAdmin(BelowAnother):
    form = InOrder
    list_display = ("institution", "sector", "board", "credential", "since", "until")
    list_filter = ("sector", PROVINCE)
    list_select_related = ("board__province", "institution")
    search_fields = ("institution__name", "board__code")
    autocomplete_fields = ("institution",)
    fields = (
        "board", "institution", "sector", "titular", "alternate", "contact", "credential", "credential_file", "since",
        "until",
    )  # fmt: skip

    def above(self, member: BoardMember) -> Board:
        return member.board


@admin.register(BoardMeeting)
class BoardMeetingAdmin(BelowAnother):
    form = MeetingForm
    list_display = ("date", "board", "subject", "minutes_number", "presence")
    list_filter = (PROVINCE,)
    list_select_related = ("board__province",)
    date_hierarchy = "date"
    search_fields = ("board__code", "subject", "minutes_number")
    fields = ("board", "date", "subject", "minutes_number", "minutes_file", "present")

    def above(self, meeting: BoardMeeting) -> Board:
        return meeting.board

    def get_queryset(self, request: Any) -> QuerySet:
        return counted(super().get_queryset(request))

    def get_fields(self, request: Any, obj: Any = None) -> Any:
        return (*self.fields, "presence") if obj else self.fields

    def get_readonly_fields(self, request: Any, obj: Any = None) -> tuple[str, ...]:
        return ("board", "presence") if obj else ()

    def formfield_for_manytomany(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "present":
            members = BoardMember.objects.visible_to(request.user).select_related("institution")
            kwargs |= {"form_class": MemberChoice, "queryset": members.order_by("sector", "institution__name")}
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_form(self, request: Any, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The members to mark are the board's: that of the meeting, or the one asked for in the address."""
        form = super().get_form(request, obj, change=change, **kwargs)
        field: Any = form.base_fields.get("present")
        board = obj.board_id if obj else asked(request, "board")
        if field is not None:
            field.help_text = ""
            if board:
                field.queryset = field.queryset.filter(board=board)
        return form

    @admin.display(description=gettext_lazy("attendance at the meeting"))
    def presence(self, meeting: BoardMeeting) -> str:
        return quorum_of(meeting, meeting.board)


@admin.register(MayoralTerm)
class MayoralTermAdmin(HouseAdmin):
    form = MayoralTermForm
    list_display = ("province", "since", "until")
    list_filter = (("province", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("province",)
    fields = ("province", "since", "until")
