"""What the model is asked for in a document: one file of words per operation, read once; pure, no thread of its own."""

from chatapp.tasks.drafting.material import Length, Material, Wish
from chatapp.tasks.drafting.recipe import Recipe, recipe

__all__ = ["Length", "Material", "Recipe", "Wish", "recipe"]
