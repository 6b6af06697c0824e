#include "api/service/rulebook_desk.hpp"

#include "api/service/commit.hpp"
#include "api/service/due_moves.hpp"
#include "api/service/kept_rulebooks.hpp"
#include "api/service/recount.hpp"
#include "engine/rules/rulebook_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <future>

namespace redress::api {
namespace {

using boost::json::array;
using boost::json::object;

constexpr std::size_t activations_shown = 20;
constexpr std::size_t moves_shown = 100;

bool may_activate(Actor const& actor) {
  return actor.shop.empty() && (actor.role == Role::admin || actor.role == Role::manager);
}

Fault not_yours() {
  return {FaultKind::forbidden,
          {"启用手册影响所有店铺，只能由不限店铺的管理员或主管进行",
           "rulebooks are activated for all shops: by an admin or a manager bound to no shop"}};
}

Fault wrong_books(std::vector<rules::Finding> const& findings) {
  auto const& first = findings.front();
  return {FaultKind::invalid_params,
          {fmt::format("手册有 {} 处问题，什么都没有改变", findings.size()),
           fmt::format("{} finding(s) in the rulebooks; nothing has changed", findings.size())},
          fmt::format("{}.yaml, line {}, column {}", first.file, first.place.line, first.place.column)};
}

// The first of them, and how many there are.
void put_moves(object& json, DueMoves const& found, Actor const& actor) {
  array moves;
  for (auto const& move : found.moves)
    if (moves.size() < moves_shown && may_see(actor, move.shop)) moves.push_back(to_json(move));
  json["moves"] = std::move(moves);
  json["moves_total"] = found.moves.size();
}

array notices_json(rules::Library const& books, Instant now) {
  array notices;
  for (auto const& notice : rules::calendar_notices(books, now)) notices.push_back(rules::to_json(notice));
  return notices;
}

void put_notices(object& json, rules::Library const& books, Instant now) {
  if (auto notices = notices_json(books, now); !notices.empty()) json.emplace("notices", std::move(notices));
}

array changes_json(std::vector<BookChange> const& changes, Actor const& actor) {
  array json;
  for (auto const& change : changes)
    if (change.shop.empty() || may_see(actor, change.shop)) json.push_back(to_json(change));
  return json;
}

object seen_by(Actor const& actor, object item) {
  array seen;
  for (auto& change : item.at("changes").as_array()) {
    auto const shop = text_of(change.as_object(), "shop");
    if (shop.empty() || may_see(actor, shop)) seen.push_back(std::move(change));
  }
  item["changes"] = std::move(seen);
  if (auto* moves = item.if_contains("moves")) {
    array seen_moves;
    for (auto& move : moves->as_array())
      if (may_see(actor, text_of(move.as_object(), "shop"))) seen_moves.push_back(std::move(move));
    *moves = std::move(seen_moves);
  }
  return item;
}

// Texts that stand in the place of files of the folder; the later of one name counts.
std::vector<rules::BookSource> given_in(object const& params) {
  std::vector<rules::BookSource> given;
  auto const* books = params.if_contains("books");
  if (!books) return given;
  for (auto const& each : books->as_array())
    given.push_back({text_of(each.as_object(), "book"), text_of(each.as_object(), "text")});
  return given;
}

object answer_of(object item) {
  item.emplace("activated", true);
  return item;
}

}  // namespace

std::vector<BookChange> RulebookDesk::start() {
  auto const books = books_.now();
  std::vector<BookChange> unasked;
  commit(store_, [&](StoreWriter& writer) {
    keep_rulebooks(writer, *books);
    auto journal = ActivationJournal::read(writer);
    bool const first = journal.empty();
    unasked = first ? std::vector<BookChange>{} : journal.not_activated(*books);
    if (journal.changes_to(*books).empty()) return;
    Actor const starting{.id = "start", .role = Role::runner, .shop = {}};
    if (first) {  // nothing was decided yet, by any books
      journal.note(*books, {starting, {}, clock_.now(), writer.ledger_size(), {}}, true);
    } else {
      auto act = office_.draft(starting, {}, {{}, "rulebooks_started"});
      auto const item =
          journal.note(*books, {starting, {}, act.act.at, writer.ledger_size() + 1, act.act.entry_id}, false);
      act.act.params = {{"changes", item.at("changes")}};
      writer.record_office(std::move(act));
    }
    journal.write(writer);
  });
  return unasked;
}

AnswerText RulebookDesk::put_in_force(LibraryPointer next, DeskCall const& call, DueMoves const& moves) {
  AnswerText answer;
  LibraryPointer before;
  std::promise<void> written;
  auto done = written.get_future();
  store_.write(
      [&](StoreWriter& writer) {
        keep_rulebooks(writer, *next);
        auto journal = ActivationJournal::read(writer);
        auto const request_id = text_of(call.params, "request_id");
        auto act = office_.draft(call.actor, request_id, {{}, "rulebooks_activated"});
        auto const item =
            journal.note(*next, {call.actor, request_id, act.act.at, writer.ledger_size() + 1, act.act.entry_id}, true,
                         [&](object& noted) { put_moves(noted, moves, Actor{}); });
        act.act.params = {{"changes", item.at("changes")}, {"moves_total", item.at("moves_total")}};
        auto told = answer_of(item);
        put_notices(told, *next, act.act.at);
        answer = result_text(std::move(told));
        act.answer = answer_to_keep(call, act.act.at, answer);
        writer.record_office(std::move(act));
        journal.write(writer);
        Recount{item.at("from_seq").to_number<std::int64_t>(), moves.recount}.ask(writer);
        before = books_.replace(next);  // last: nothing of this unit can fail any more, only the commit
      },
      [&](std::exception_ptr failure) {
        if (failure && before) books_.replace(before);  // still on the writer's thread, before its next unit
        failure ? written.set_exception(failure) : written.set_value();
      });
  done.get();
  return answer;
}

AnswerText RulebookDesk::activate(DeskCall const& call) {
  auto const request_id = text_of(call.params, "request_id");
  object const extra{{"request_id", request_id}};
  if (!may_activate(call.actor)) return fault_text(not_yours(), extra);
  auto const* asked = call.params.if_contains("check_only");
  bool const check_only = asked && asked->as_bool();
  std::scoped_lock const lock{activating_};
  ActivationJournal journal;
  std::optional<AnswerText> earlier;
  store_.read([&](StoreReader& store) {
    journal = ActivationJournal::read(store);
    earlier = earlier_answer(store, call);
  });
  if (earlier) return *earlier;
  auto const given = given_in(call.params);
  auto checked = folder_.read(given);
  if (!checked) return fault_text(checked.error(), extra);
  if (!checked->library) {
    array findings;
    for (auto const& finding : checked->findings) findings.push_back(rules::to_json(finding));
    return fault_text(wrong_books(checked->findings), {{"request_id", request_id}, {"findings", std::move(findings)}});
  }
  auto const next = std::make_shared<rules::Library const>(std::move(*checked->library));
  DueMoves moves;
  store_.read([&](StoreReader& store) { moves = due_moves(store, *books_.now(), next, clock_.now()); });
  if (!check_only) {
    // The folder is what counts at the next start: it has the texts before they decide anything.
    if (auto const kept = given.empty() ? Result<void>{} : folder_.keep(given); !kept)
      return fault_text(kept.error(), extra);
    return put_in_force(next, call, moves);
  }
  object result{{"activated", false}, {"changes", changes_json(journal.changes_to(*next), call.actor)}};
  put_moves(result, moves, call.actor);
  put_notices(result, *next, clock_.now());
  return result_text(std::move(result));
}

AnswerText RulebookDesk::list(DeskCall const& call) const {
  auto const wanted = text_of(call.params, "book");
  auto const books = books_.now();
  ActivationJournal journal;
  store_.read([&](StoreReader& store) { journal = ActivationJournal::read(store); });
  array all;
  for (auto const& book : books->books()) {
    if (!wanted.empty() && book->id != wanted) continue;
    if (!book->shop.empty() && !may_see(call.actor, book->shop)) continue;
    auto json = wanted.empty() ? rules::summary_of(*book) : rules::to_json(*book);
    json.emplace("since", journal.since(book->id));
    all.push_back(std::move(json));
  }
  if (!wanted.empty() && all.empty())
    return fault_text({FaultKind::not_found,
                       {fmt::format("没有手册 {}", wanted), fmt::format("there is no rulebook {}", wanted)},
                       "params.book"});
  auto const& items = journal.items();
  array activations;
  for (auto i = items.size() - std::min(items.size(), activations_shown); i < items.size(); ++i)
    activations.push_back(seen_by(call.actor, items[i].as_object()));
  return result_text({{"books", std::move(all)}, {"activations", std::move(activations)}});
}

object RulebookDesk::state(Actor const& actor) const {
  auto const books = books_.now();
  ActivationJournal journal;
  store_.read([&](StoreReader& store) { journal = ActivationJournal::read(store); });
  object json;
  for (auto const& item : journal.items())
    if (!text_of(item.as_object(), "request_id").empty()) json["last_activation"] = seen_by(actor, item.as_object());
  json.emplace("not_activated", changes_json(journal.not_activated(*books), actor));
  json.emplace("notices", notices_json(*books, clock_.now()));
  return json;
}

}  // namespace redress::api
