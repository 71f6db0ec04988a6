"""The line at the bottom: model, what goes on, what the last answer cost, how full the model's window is."""
