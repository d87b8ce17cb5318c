"""The fixed table of functions and constants, with what else each may be called.

`FUNCTIONS` maps a canonical name to the least and greatest number of arguments. Names that a problem declares
win over everything here.
"""

from __future__ import annotations

MANY = 99
"""A number of arguments without a bound of its own (the token limit holds)."""

FUNCTIONS: dict[str, tuple[int, int]] = {
    **dict.fromkeys(("sin", "cos", "tan", "sec", "csc", "cot"), (1, 1)),
    **dict.fromkeys(("sinh", "cosh", "tanh", "sech", "csch", "coth"), (1, 1)),
    **dict.fromkeys(("asin", "acos", "atan", "asec", "acsc", "acot"), (1, 1)),
    **dict.fromkeys(("asinh", "acosh", "atanh", "asech", "acsch", "acoth"), (1, 1)),
    **dict.fromkeys(("exp", "ln", "sqrt", "cbrt", "abs", "sign", "factorial"), (1, 1)),
    **dict.fromkeys(("sigmoid", "softplus", "relu", "swish", "gelu", "erf"), (1, 1)),
    "log": (1, 2),
    "root": (2, 2),
    "leaky_relu": (1, 2),
    "min": (1, MANY),
    "max": (1, MANY),
    "softmax": (1, MANY),
}

AUTHOR_FUNCTIONS: dict[str, tuple[int, int]] = {
    "diff": (2, 3),
    "at": (3, 3),
    "grad": (2, 2),
    "jacobian": (2, 2),
    "hessian": (2, 2),
    "roots": (2, 2),
    "argmin": (2, 2),
    "floor": (1, 1),
}
"""Only in problem files; `grader.calculus` and `exercises` give them their meaning."""

INVERSES: dict[str, str] = {
    name: f"a{name}"
    for name in ("sin", "cos", "tan", "sec", "csc", "cot", "sinh", "cosh", "tanh", "sech", "csch", "coth")
} | {"exp": "ln", "ln": "exp"}
"""What a power -1 on a function's name means."""

ALIASES: dict[str, str] = {
    "cosec": "csc",
    "cosech": "csch",
    "tg": "tan",
    "ctg": "cot",
    "cotg": "cot",
    "signum": "sign",
    "sgn": "sign",
    "silu": "swish",
    "SiLU": "swish",
    "GELU": "gelu",
    "Abs": "abs",
    "Max": "max",
    "Min": "min",
    "sigma": "sigmoid",
    "σ": "sigmoid",
    "ReLU": "relu",
    "RELU": "relu",
    "Relu": "relu",
    "leakyrelu": "leaky_relu",
    "leakyReLU": "leaky_relu",
    "LeakyReLU": "leaky_relu",
    "lrelu": "leaky_relu",
    **{f"arc{name}": f"a{name}" for name in ("sin", "cos", "tan", "sec", "csc", "cot")},
    **{f"ar{name}": f"a{name}" for name in ("sinh", "cosh", "tanh", "sech", "csch", "coth")},
    **{f"arc{name}": f"a{name}" for name in ("sinh", "cosh", "tanh", "sech", "csch", "coth")},
    "arccosec": "acsc",
    "arctg": "atan",
}

LOGARITHMS: dict[str, int] = {"log2": 2, "log10": 10}
"""Names that hold the base of a logarithm."""

CONSTANTS: dict[str, str] = {"pi": "pi", "π": "pi", "e": "e", "E": "e", "ℯ": "e"}
"""What is typed -> the constant."""

INFINITIES = frozenset({"oo", "∞", "inf", "infinity", "Infinity", "Inf", "infty"})
"""Read as names so that the message can say that a finite answer is wanted."""

GREEK: dict[str, str] = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ϵ": "epsilon", "ζ": "zeta",
    "η": "eta", "θ": "theta", "ϑ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "µ": "mu",
    "ν": "nu", "ξ": "xi", "π": "pi", "ρ": "rho", "ϱ": "rho", "σ": "sigma", "ς": "sigma", "τ": "tau",
    "υ": "upsilon", "φ": "phi", "ϕ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega", "Γ": "Gamma", "Δ": "Delta",
    "Θ": "Theta", "Λ": "Lambda", "Ξ": "Xi", "Π": "Pi", "Σ": "Sigma", "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega",
}  # fmt: skip
"""Greek letters and the words for them: the same name."""

GREEK_LETTERS: dict[str, str] = {word: letter for letter, word in reversed(GREEK.items())}
"""The other way, for printing; the first letter listed for a word is the one shown."""
