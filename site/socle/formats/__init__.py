"""How dates are typed, where Django and the administration would not agree."""
