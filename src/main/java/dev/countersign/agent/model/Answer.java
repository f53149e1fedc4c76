package dev.countersign.agent.model;

import dev.countersign.agent.Usage;
import dev.langchain4j.data.message.AiMessage;

/// What a model answered.
///
/// @param isCut it came to the model's limit of tokens in the middle
/// @param usage of all that it took to get the answer
record Answer(AiMessage message, boolean isCut, Usage usage) {}
