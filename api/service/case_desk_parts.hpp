// What the sources of CaseDesk share: a command decided but not yet written, and the fault that ends one.
#pragma once

#include "api/service/case_desk.hpp"

#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

namespace redress::api {

struct CaseDesk::Prepared {
  Record record;
  std::optional<Refusal> refusal;
  Workflow const* workflow = nullptr;
  boost::json::object more = {};  // further members of the result
  Given given = {};               // what the move gives away
  bool pays = false;              // it settles a payout, a compensation: what waits in the outbox is found in its turn
  bool compensates = false;
  std::string written = {};  // text of the result's members, where it was made beforehand; "" not yet
};

/// The members of the result, but for the entry.
boost::json::object members_of(CaseDesk::Prepared const& prepared, Case const& case_after);

// A fault with what error.data needs beside it; thrown inside a unit before anything is written.
struct CallFault {
  Fault fault;
  boost::json::object extra = {};
};

template <class T>
T must(Result<T> result) {
  if (!result) throw CallFault{result.error()};
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

inline void check_version(DeskCall const& call, Case const& case_) {
  auto const* wanted = call.params.if_contains("if_version");
  if (!wanted || wanted->to_number<std::int64_t>() == case_.version) return;
  throw CallFault{{FaultKind::version_conflict,
                   {fmt::format("案件已被更新到版本 {}", case_.version),
                    fmt::format("the case has moved on to version {}", case_.version)}},
                  {{"version", case_.version}, {"state", case_.state}}};
}

inline void add_note(DeskCall const& call, std::vector<std::pair<std::string, std::string>>& personal) {
  if (auto note = text_of(call.params, "note"); !note.empty()) personal.emplace_back("note", std::move(note));
}

/// Name of the personal text that says why a rule was passed.
inline constexpr std::string_view override_reason = "override_reason";

/// What a call of case.apply or override.propose asks for, before it is read against the case.
inline Command command_of(DeskCall const& move) {
  Command command{.event = text_of(move.params, "event"), .actor = move.actor};
  if (auto const* params = move.params.if_contains("params")) command.params = params->as_object();
  if (auto const party = text_of(move.params, "party"); !party.empty()) command.party = party_from(party);
  return command;
}

/// The rules named in `override` of case.apply; nothing if there is none.
std::optional<OverrideRequest> override_asked(DeskCall const& call);

/// Its reason, or that of override.propose; "" if there is none.
std::string reason_of_override(DeskCall const& call);

}  // namespace redress::api
