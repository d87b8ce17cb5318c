"""One question for each mal-rule and outcome. It asks: one slip in five looks like a mal-rule and is not."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_CONSTANT = _("How fast does a constant change?")
_OPPOSITE = _("The size fits. What about the sign?")
_DESCENT = _("Which pieces of the update are in your answer: the old value, the rate, the slope?")
_FLAT = _("Far out the curve is flat. Does your slope go to zero there?")

DIAGNOSES: dict[str, Promise] = {
    # powers and constants
    "pow_nocoef": _("The exponent leaves a factor in front. Did it get lost?"),
    "pow_nocoef_sign": _("The sign of the exponent came along. Did its size come too?"),
    "pow_nodec": _("Compare the degree before and after. Did the exponent go down by one?"),
    "pow_inc": _("Which way is “one less” for this exponent?"),
    "pow_addcoef": _("The factor in front and the exponent: do they add, or multiply?"),
    "pow_integrate": _("Are you finding a slope, or undoing one?"),
    "integral_all": _("If you differentiate your answer, do you get the question back?"),
    "const_kept": _CONSTANT,
    "const_one": _CONSTANT,
    "const_as_var": _("Which letters of this term change, and which are only numbers?"),
    "x_kept": _("What is the slope of the line y = x?"),
    "cmul_dropped": _("A constant factor stays where it is. Is it still there?"),
    "cmul_zero": _("The constant multiplies here. Does the term really vanish?"),
    "sum_sign": _("Follow each minus sign from line to line. Did one turn?"),
    "neg_all": _OPPOSITE,
    "sign": _OPPOSITE,
    "inner_or_constant": _("A factor is missing. Which part of the function changes as well?"),
    # shapes, orders, sets
    "opposite_direction": _("The line fits. Which way along it is asked?"),
    "zero_direction": _("Does the zero vector point anywhere?"),
    "reversed": _("Every place is turned round. Which end comes first?"),
    "endpoint": _("The ends are the right numbers. Do they belong to the set?"),
    "wrong_label": _("A point is right. What kind of point is it?"),
    "points_missing": _("What is here is right. Are there more points?"),
    "not_expanded": _("The value is right. Is every bracket multiplied out, and are like terms collected?"),
    "not_factored": _("The value is right. Is it a product, in which no factor can be split further?"),
    "not_single_fraction": _("The value is right. Can it stand over one fraction line?"),
    "negative_exponent": _("The value is right. Can each negative exponent become a denominator?"),
    "not_reduced": _("The value is right. Do top and bottom have a factor in common?"),
    # products and quotients
    "prod_dd": _("Try your rule on x · x. Does it give 2x?"),
    "prod_minus": _("Does a product need a minus sign?"),
    "prod_own": _("Is each factor paired with the derivative of the other one?"),
    "prod_sum": _("That is how a sum goes. What is different about a product?"),
    "prod_one": _("Each factor changes. Did both get their turn?"),
    "quot_dd": _("Try your rule on x² / x. Does it give 1?"),
    "quot_swap": _("Which is differentiated first, the top or the bottom?"),
    "quot_plus": _("When the bottom grows, does the fraction grow?"),
    "quot_nosq": _("To which power does the bottom stand underneath?"),
    "quot_numsq": _("Which of the two functions is squared underneath?"),
    "quot_nodenom": _("The top looks right. What stands underneath?"),
    "recip_inv": _("Which power of g is 1/g?"),
    "recip_log": _("Are you finding a slope, or undoing one?"),
    "upside_down": _("Which part is on top in the question?"),
    # the chain rule
    "chain_drop": _("The inside changes too. How fast?"),
    "chain_at_x": _("At which value is the slope of the outer function taken?"),
    "chain_at_dinner": _("Does the inside keep its place in the outer derivative?"),
    "chain_inside": _("The inside is differentiated. What about the outer function?"),
    "chain_keep": _("Has the outer function been differentiated yet?"),
    "chain_add": _("How do rates combine along a chain: do they add, or multiply?"),
    "chain_stop": _("Count the layers, then count your factors. Are they as many?"),
    # tables
    "sin_sign": _("Just after 0, is sine rising or falling?"),
    "cos_sign": _("Just after 0, is cosine rising or falling?"),
    "tan_nosq": _("Write tan as a quotient. What becomes of its bottom?"),
    "trig_keep": _("Compare the graph with the graph of its slope. Are they the same curve?"),
    "exp_power": _("Where is the variable: in the base, or in the exponent?"),
    "exp_noln": _("For which base is that true?"),
    "ln_inv": _("What does your answer give where the logarithm is zero?"),
    "ff_power": _("Base and exponent both move. Did each get its turn?"),
    "ff_exp": _("Base and exponent both move. Did each get its turn?"),
    "once_only": _("How many times does the question ask you to differentiate?"),
    "squared_first": _("Is differentiating twice the same as squaring?"),
    # what is asked
    "value_for_slope": _("Is that the height of the curve, or how steep it is?"),
    "diff_after_sub": _("Was the number put in before differentiating?"),
    "tangent_slope_fn": _("A line has one slope. Which number is it here?"),
    "f0_all_extrema": _("Does the slope change its sign at each of these?"),
    "endpoints_missed": _("Could the ends of the interval be lower, or higher?"),
    "f2zero_saddle": _("The second derivative is silent here. What does the sign of the first one say?"),
    # several variables
    "part_other_diff": _("Which letters are held still?"),
    "part_const_kept": _("Does this term change when only the one variable moves?"),
    "grad_sum": _("What kind of object is a gradient: one number, or one for each variable?"),
    "grad_swap": _("Does each entry stand at the place of its variable?"),
    "dir_notunit": _("How long is your direction?"),
    "grad_unit": _("Is only the direction asked, or its size too?"),
    "hess_sign": _("Where does the mixed derivative come in?"),
    # descent
    "gd_plus": _("Should the loss go up or down? Try your new value."),
    "gd_noeta": _DESCENT,
    "gd_step_only": _DESCENT,
    "gd_grad_only": _DESCENT,
    "gd_loss": _("Does the update use the loss itself, or its slope?"),
    "gd_seq": _("Do both coordinates start from the same old point?"),
    "gd_stale": _("After the first step you stand elsewhere. Is the slope still the same?"),
    "mean_sum": _("Read the loss once more. Is it a sum, or a mean?"),
    "half_lost": _("Read the loss once more. Is there a factor of one half?"),
    # graphs and networks
    "bp_noact": _("What does the activation do to a small change?"),
    "bp_post": _("At which value is the slope taken: before the activation, or after it?"),
    "sig_plus": _FLAT,
    "tanh_nosq": _FLAT,
    "tanh_plus": _FLAT,
    "relu_keep": _("Is that the value of the function here, or its slope?"),
    "bp_fan_last": _("In how many ways does this value reach the loss?"),
    "bp_fan_prod": _("Several paths lead to the loss. Do they add, or multiply?"),
    "bp_add": _("Along one path, do rates add, or multiply?"),
    "bp_noup": _("What arrives here from further on?"),
    "bp_mulown": _("If this factor is large, who feels it: itself, or its partner?"),
    "bp_seed": _("How much does the loss change when the loss changes by 1?"),
    "bp_sign": _("Does raising this value raise the loss, or lower it?"),
    "bp_xw": _("Hold the input still and move the weight. What changes?"),
    "mat_transpose": _("Does each row belong to one output?"),
    "mat_elementwise": _("Which sum is hidden in each entry?"),
    "mat_order": _("Do the shapes fit in this order?"),
    "db_nosum": _("One bias serves all rows. Did each row add its part?"),
    "sm_jac_diag": _("Does raising one logit move the other probabilities?"),
    "ce_pminusy": _("With respect to which variable is the slope asked?"),
    # outcomes
    "transposed": _("The entries are right, but rows and columns have changed places. Which is which?"),
    "swapped": _("The entries are right, but not in this order. Which belongs to which variable?"),
    "rounded": _("This is rounded. Can you give the exact value?"),
    "narrower_domain": _("Does your answer exist everywhere the function does?"),
    "unit_direction": _("The direction is right. Is its length?"),
    "undefined_everywhere": _("Is there any value for which your answer exists?"),
    "wrong_form": _("The value is right, but the question asks for another form."),
    "not_simplified": _("The value is right, but the question asks for another form."),
    "not_all": _("What you ticked is right. Is that all?"),
    "too_many": _("One of these does not belong. Which?"),
}


def diagnosis_sentence(code: str, values: Mapping[str, str] | None = None) -> str:
    """The question for a mal-rule or outcome; empty for a code without words.

    An author's own sentence comes as `values["say"]` and wins.
    """
    said = (values or {}).get("say")
    return said or str(DIAGNOSES.get(code, ""))
