"""Who may open what: every address of the house in one table. gvp/tests/test_access.py tries each cell.

A new URL fails that test until it has its line here. The columns of PAGES, two spaces apart:

    name    as in reverse(); with two lines where not everybody who may look may also send
    verbs   GET, POST or both; every other verb is answered with 405
    who     F field, C coordinator, M monitoring, A administrator, D donor, a dot for each who may not;
            "anyone" needs no login. Whoever may not gets 403, whoever has not logged in the login page.
    about   the record that the address names, out of gvp/testing/furnished.py: of another province it is 404
            for field staff and coordinators, of a colleague's cycle for field staff, of a minor for everybody
            without the protection permission. What is "own" is 404 for coordinators also where it belongs to
            the whole programme. With "?": what stands behind the question mark. Nothing:
            the page shows each person his or her own rows.

ADMIN has a line per model of Django's admin, whose addresses follow one pattern.
"""

from gvp.testing.access_lines import ADMIN_PAGES, COLUMNS, ROLES, VERBS, Page, read

__all__ = ["ADMIN", "ADMIN_PAGES", "COLUMNS", "PAGES", "ROLES", "VERBS", "Page", "pages"]

PAGES = """
home                          GET       F C M A D
healthz                       GET       anyone
worker                        GET       anyone
webmanifest                   GET       anyone
sync:phone                    GET       anyone
sync:rescue                   GET       anyone
sync:hand_in                  GET       anyone
base:help_card                GET       anyone
base:manual                   GET       anyone
base:manual_chapter           GET       anyone     chapter
base:gallery                  GET       . C . A .
base:language                 POST      anyone

accounts:login                GET POST  anyone
accounts:logout               POST      F C M A D
accounts:password             GET POST  F C M A D

documents:document            GET       F C M A .  document

participants:list             GET POST  . C M A .
participants:register         GET POST  F C . A .
participants:similar          POST      F C . A .
participants:duplicates       GET       . C . A .
participants:merge            GET POST  . C . A .  pair
participants:two_people       POST      . C . A .  pair
participants:unmerge          POST      . C . A .  merge
participants:edit             GET POST  F C . A .  person
participants:reveal           POST      . C . A .  person
participants:consents         GET POST  . C . A .  person
participants:revoke           GET POST  . C . A .  consent
participants:reinstate        GET POST  . C . A .  consent
participants:assess           GET POST  F C . A .  man
participants:assess_away      GET       F C . A .
participants:assessment       GET POST  F C . A .  assessment
participants:statement        GET POST  F C . A .  statement
participants:assessment_done  GET POST  F C . A .  assessment
participants:assessments      GET       . C M A .  man
participants:assessment_reopen    GET POST  . C . A .  assessment
participants:assessment_withdraw  GET POST  . C . A .  assessment

workshops:today               GET       F C . A .
workshops:roster              GET POST  F C . A .  session
workshops:report              GET       F C M A .  session
workshops:history             GET       F C M A .  session
workshops:walk_in             GET POST  F C . A .  session
workshops:walk_in_search      POST      F C . A .  session
workshops:walk_in_add         POST      F C . A .  session
workshops:walk_in_register    POST      F C . A .  session
workshops:walk_in_count       POST      F C . A .  session
workshops:evidence            GET       F C M A .  session
workshops:evidence            POST      F C . A .  session
workshops:evidence_file       GET       F C M A .  sheet
workshops:evidence_replace    GET POST  . C . A .  evidence
workshops:sheet               GET       F C M A .  session
workshops:sheet_page          GET       F C M A .  session
workshops:cycles              GET       F C M A .
workshops:cycle_new           GET POST  . C . A .
workshops:cycle               GET       F C M A .  cycle
workshops:cycle_edit          GET POST  . C . A .  cycle
workshops:modules             GET POST  . C . A .  cycle
workshops:copy_modules        POST      . C . A .  cycle
workshops:matrix              GET       F C M A .  cycle
workshops:enrol               GET POST  . C . A .  cycle
workshops:practice            GET POST  . C . A .  winay
workshops:withdraw            GET POST  . C . A .  enrolment
workshops:rejoin              POST      . C . A .  enrolment
workshops:session_new         GET POST  . C . A .  cycle
workshops:series              GET POST  . C . A .  cycle
workshops:session_delete      POST      . C . A .  session of cycle
workshops:session_edit        GET POST  . C . A .  session
workshops:session_cancel      GET POST  . C . A .  session
workshops:session_restore     POST      . C . A .  session
workshops:session_reschedule  GET POST  . C . A .  session
workshops:drop_outs           GET       . C M A .
workshops:assessments         GET       F C . A .
workshops:networks            GET       F C M A .
workshops:network_new         GET POST  . C . A .
workshops:network             GET       F C M A .  network
workshops:network_edit        GET POST  . C . A .  network
workshops:member_add          GET POST  . C . A .  network
workshops:member_edit         GET POST  . C . A .  membership
workshops:member_leave        GET POST  . C . A .  membership
workshops:member_return       POST      . C . A .  membership
workshops:member_remove       POST      . C . A .  membership
workshops:action_new          GET POST  F C . A .  network
workshops:action              GET       F C M A .  action
workshops:action_edit         GET POST  F C . A .  action
workshops:action_validate     POST      . C . A .  action
workshops:action_unvalidate   POST      . C . A .  action
workshops:action_remove       POST      F C . A .  action
workshops:actions_pending     GET       . C M A .
workshops:replications        GET       F C M A .
workshops:replication_new     GET POST  F C . A .
workshops:replication_at      GET POST  F C . A .  school
workshops:replication         GET       F C M A .  replication
workshops:replication_edit    GET POST  F C . A .  replication
workshops:replication_remove  POST      F C . A .  replication
workshops:cascade             GET       . C M A .  ?province

materials:catalogue           GET       . C M A .
materials:material_new        GET POST  . C . A .
materials:material            GET       . C M A .  material
materials:history             GET       . C M A .  material
materials:material_edit       GET POST  . C . A .  own material
materials:material_delete     POST      . C . A .  own material
materials:final               GET POST  . C . A .  own material
materials:final_undo          GET POST  . C . A .  own material
materials:edition_new         GET POST  . C . A .  own material
materials:edition_edit        GET POST  . C . A .  own edition
materials:edition_delete      POST      . C . A .  own edition of material
materials:file_new            GET POST  . C . A .  own material
materials:file_edit           GET POST  . C . A .  own file
materials:file_delete         POST      . C . A .  own file of material
materials:dissemination_new   GET POST  . C . A .  material
materials:dissemination_edit  GET POST  . C . A .  dissemination
materials:dissemination_delete  POST    . C . A .  dissemination of material
materials:transfer_new        GET POST  . C . A .  material
materials:transfer_edit       GET POST  . C . A .  transfer
materials:transfer_undo       GET POST  . C . A .  transfer of material
materials:transfer_act        GET       . C M A .  transfer
materials:transfer_act_page   GET       . C M A .  transfer

reporting:board               GET       . C M A D  ?province
reporting:contribution        GET       . C M A D  contribution ?province
reporting:map                 GET       . C M A D  ?province
reporting:worklist            GET       . C M A .  ?province
reporting:process             GET       . C M A D  ?province
reporting:indicator           GET       . C M A D  indicator ?province
reporting:people_counted      GET       . C M A .  indicator ?province
reporting:person              GET       . C M A .  person
reporting:change              GET       . C M A D  ?province
reporting:verdicts            GET       . C M A .  ?province
reporting:answers             GET POST  . C M A .  ?province
reporting:thresholds          GET       . C M A .
reporting:freeze_threshold    GET POST  . C M A .  domain
reporting:lift_threshold      GET POST  . C M A .  threshold
reporting:targets             GET       . C M A .
reporting:target_new          GET POST  . C M A .
reporting:target_edit         GET POST  . C M A .  target
reporting:target_remove       POST      . C M A .  target
reporting:excel               GET POST  . C M A D  ?province
reporting:report              GET       . C M A D
reporting:report_pdf          POST      . C M A D
reporting:report_page         GET       . C M A D
reporting:renderings          GET       . C M A D
reporting:rendering_file      GET       . C M A D
reporting:reports             GET       . C M A D
reporting:report_new          GET POST  . C M A .
reporting:report_kept         GET       . C M A D  report
reporting:report_preview      GET       . C M A D  length of report
reporting:report_make         POST      . C M A D  length of report
reporting:report_excel        POST      . C M A D  language of report
reporting:report_changes      GET       . C M A .  report
reporting:report_reopen       GET POST  . C M A .  report
reporting:report_edit         GET POST  . C M A .  draft
reporting:report_close        POST      . C M A .  draft
reporting:report_texts        GET POST  . C M A .  language of draft
reporting:report_copy         POST      . C M A .  language of draft

plans:plans                   GET       . C M A .
plans:plan                    GET       . C M A .  plan
plans:plan_pdf                GET       . C M A .  plan
plans:plan_page               GET       . C M A .  plan
plans:calendar                GET       anyone     calendar
plans:calendar_address        GET POST  . C M A .
plans:calendar_revoke         POST      . C M A .

sync:review                   GET       . C M A .
sync:decided                  GET       . C M A .
sync:decide                   POST      . C . A .  operation
sync:undecide                 POST      . C . A .  operation
sync:decide_dispute           POST      . C . A .  dispute
sync:undecide_dispute         POST      . C . A .  decision
sync:devices                  GET       . C . A .
sync:revoke_device            POST      . . . A .  device
sync:restore_device           POST      . . . A .  device
sync:arrived                  GET       . C M A .
sync:greeting                 GET POST  F C . A .
sync:take                     POST      F C . A .
sync:file                     POST      anyone
sync:prepare                  GET       F C . A .
sync:prepared                 POST      F C . A .

ops:import_register           GET POST  . C . A .
ops:confirm_import            POST      . C . A .
ops:discard_import            POST      . C . A .
ops:export_register           GET POST  . C M A .

admin:index                   GET POST  . C . A .
admin:app_list                GET POST  . C . A .  app
admin:login                   GET POST  F C M A D
admin:logout                  GET POST  . C . A .
admin:autocomplete            GET       . C . A .  ?choice
admin:jsi18n                  GET       . C . A .
admin:participants_instrument_version  POST  . . . A .  instrument
admin:auth_user_password_change  GET POST  . . . A .  user
admin:plans_plan_move         GET POST  . C . A .  step of plan
admin:plans_plan_past         GET POST  . C . A .  plan
admin:plans_milestone_document  GET POST  . C . A .  milestone
admin:plans_milestone_undo    GET POST  . C . A .  milestone
admin:plans_planaction_reschedule  GET POST  . C . A .  plan_action
"""

# Who of coordinators and administrators may see, add, change and delete, and carry files in and out.
ADMIN = """
# model                   see  add  change  delete  files  about
accounts.user             .A   .A   .A      ..      ..     user
audit.entry               CA   ..   ..      ..      ..     entry
base.helpline             CA   .A   .A      .A      ..     helpline
base.parameter            CA   .A   .A      .A      ..     parameter
places.province           CA   ..   .A      ..      ..     province
places.district           CA   ..   ..      ..      ..     district
places.community          CA   CA   CA      CA      CA     community
partners.institution      CA   CA   CA      CA      CA     institution
participants.participant  CA   CA   CA      ..      CA     person
participants.consent      CA   ..   ..      ..      CA     consent
participants.merge        CA   ..   ..      ..      ..     merge
participants.instrument   CA   .A   .A      .A      ..      instrument
participants.domain       CA   .A   .A      .A      ..      dimension
participants.changethreshold  CA  ..  ..    ..      ..      threshold
participants.comparisondesign  CA  .A  .A   .A      ..      comparison
participants.network      CA   CA   CA      CA      CA     network
participants.networkmembership  CA  ..  ..  ..      CA     membership
workshops.cycle           CA   CA   CA      CA      CA     cycle
workshops.module          CA   ..   ..      ..      CA     module
workshops.enrolment       CA   CA   CA      CA      CA     enrolment
workshops.workshop        CA   CA   CA      CA      CA     session
workshops.attendance      CA   ..   ..      ..      CA     attendance
workshops.evidence        CA   ..   ..      ..      ..     evidence
workshops.networkaction   CA   ..   ..      ..      CA     action
workshops.replication     CA   ..   ..      ..      CA     replication
reporting.target          CA   CA   CA      CA      CA     target
materials.material        CA   CA   CA      CA      CA     own material
plans.board               CA   CA   CA      CA      CA     board
plans.plan                CA   CA   CA      CA      CA     plan
plans.boardmember         CA   CA   CA      CA      ..     board_member
plans.boardmeeting        CA   CA   CA      CA      ..     board_meeting
plans.mayoralterm         CA   CA   CA      CA      ..     mayoral_term
plans.milestone           CA   ..   ..      ..      CA     milestone
plans.planaction          CA   CA   CA      CA      CA     plan_action
"""


def pages() -> list[Page]:
    """Every declared address, the admin's included."""
    return read(PAGES, ADMIN)
