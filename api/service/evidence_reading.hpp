// Answers questions about a case's evidence: the items and what is said of them, the checklist, a chat line by line.
//
// Params have passed their schema. Thread-safe; reads on a snapshot.
#pragma once

#include "api/conversations/conversation.hpp"
#include "api/service/case_desk.hpp"

namespace redress::api {

/// The conversation in an item's bytes.
using ReadConversation = std::function<Result<Conversation>(Evidence const& item)>;

class EvidenceReading {
 public:
  EvidenceReading(Store& store, RulebooksInForce const& books, Clock const& clock, ReadConversation read_conversation)
      : store_(store), books_(books), clock_(clock), read_conversation_(std::move(read_conversation)) {}

  AnswerText list(DeskCall const& call) const;          // evidence.list {case_id}
  AnswerText checklist(DeskCall const& call) const;     // evidence.checklist {case_id, event?}
  AnswerText conversation(DeskCall const& call) const;  // evidence.conversation {case_id, evidence_id, ...}

 private:
  template <class Body>
  AnswerText on_case(DeskCall const& call, Body body) const;

  Store& store_;
  RulebooksInForce const& books_;
  Clock const& clock_;
  ReadConversation read_conversation_;
};

/// A text's conversation is in the text, a file's in the file that `file_of` finds.
ReadConversation conversation_reader(
    std::function<std::optional<std::filesystem::path>(std::string_view sha256)> file_of);

}  // namespace redress::api
