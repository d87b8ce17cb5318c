"""Addresses of authoring. A GET never writes."""

from django.urls import path

from gradus.authoring import bank_views, draft_views, own_views

urlpatterns = [
    path("problems/", bank_views.bank, name="bank"),
    path("problems/drafts/", draft_views.drafts, name="drafts"),
    path("problems/<public_id:public_id>/", bank_views.bank_problem, name="bank_problem"),
    path("problems/<public_id:public_id>/add/", bank_views.bank_add, name="bank_add"),
    path("problems/<public_id:public_id>/copy/", own_views.copy, name="problem_copy"),
    path("problems/<public_id:public_id>/revise/", own_views.revise, name="problem_revise"),
    path("problems/<public_id:public_id>/retire/", own_views.retire, name="problem_retire"),
    path("problems/<public_id:public_id>/restore/", own_views.restore, name="problem_restore"),
    path("drafts/<public_id:public_id>/", draft_views.draft, name="draft"),
    path("drafts/<public_id:public_id>/report/", draft_views.report, name="draft_report"),
    path("drafts/<public_id:public_id>/publish/", draft_views.publish, name="draft_publish"),
    path("drafts/<public_id:public_id>/delete/", draft_views.delete, name="draft_delete"),
]
