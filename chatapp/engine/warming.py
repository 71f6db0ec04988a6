"""What can be made ready for a prompt that may be asked soon. Runs on the engine thread, and never for long."""

from chatapp.engine.cancellation import Cancellation
from chatapp.engine.context import fit
from chatapp.engine.messages import WarmUp
from chatapp.engine.ports import LanguageModel


def ready_tokens(model: LanguageModel, command: WarmUp, cancellation: Cancellation) -> int:
    """Tokenizes the prompt, whose texts are known from then on, and recalls its cache; 0 once cancelled."""
    if cancellation.is_whole:
        return 0
    fitted = fit(command.prompt, model.tokenizer, model.decoder.context_limit, command.options)
    if cancellation.is_whole or not fitted.tokens:
        return 0
    found = model.recall(fitted.tokens, cancellation.is_set)
    return 0 if cancellation.is_whole else found
