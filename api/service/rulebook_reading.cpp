#include "api/service/rulebook_reading.hpp"

#include "api/service/actor_names.hpp"
#include "api/service/kept_rulebooks.hpp"
#include "api/service/rulebook_changes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace redress::api {
namespace {

using boost::json::array;
using boost::json::object;

// Of one book: the digests it has had, as the journal tells, the newest first.
array versions_of(ActivationJournal const& journal, std::string_view book) {
  array versions;
  auto const& items = journal.items();
  for (auto item = items.rbegin(); item != items.rend(); ++item)
    for (auto const& each : item->at("changes").as_array()) {
      auto const& change = each.as_object();
      if (text_of(change, "book") != book) continue;
      object version{{"digest", text_of(change, "to")}, {"from", item->at("at")}, {"from_seq", item->at("from_seq")}};
      version.emplace("by", text_of(item->as_object(), "actor"));
      version.emplace("role", text_of(item->as_object(), "role"));
      if (auto const* entry = item->as_object().if_contains("entry_id")) version.emplace("entry_id", *entry);
      versions.push_back(std::move(version));
    }
  return versions;
}

bool visible(rules::Rulebook const& book, Actor const& actor) { return book.shop.empty() || may_see(actor, book.shop); }

// Who is bound to a shop learns what is wrong with the text they gave, not what other shops' books say.
array findings_for(Actor const& actor, std::vector<rules::Finding> const& findings, std::string const& file) {
  array shown;
  for (auto const& finding : findings)
    if (actor.shop.empty() || finding.file == file) shown.push_back(rules::to_json(finding));
  return shown;
}

Fault no_book(std::string const& book) {
  return {FaultKind::not_found,
          {fmt::format("没有手册 {}", book), fmt::format("there is no rulebook {}", book)},
          "params.book"};
}

}  // namespace

AnswerText RulebookReading::books(DeskCall const& call) const {
  auto const books = books_.now();
  ActivationJournal journal;
  store_.read([&](StoreReader& store) { journal = ActivationJournal::read(store); });
  boost::json::value all = array{};
  for (auto const& book : books->books()) {
    if (!visible(*book, call.actor)) continue;
    array files;
    for (auto const& text : book->texts) files.emplace_back(text.name);
    all.as_array().push_back(object{{"book", book->id},
                                    {"shop", book->shop},
                                    {"platform", book->platform},
                                    {"digest", book->digest},
                                    {"since", journal.since(book->id)},
                                    {"files", std::move(files)},
                                    {"versions", versions_of(journal, book->id)}});
  }
  store_.read([&](StoreReader& store) { ActorNames{store}.add_throughout(all); });
  return result_text({{"books", std::move(all)}});
}

AnswerText RulebookReading::book(DeskCall const& call) const {
  auto const id = text_of(call.params, "book");
  auto const books = books_.now();
  auto const* in_force = books->find(id);
  if (!in_force || !visible(*in_force, call.actor)) return fault_text(no_book(id));
  auto digest = text_of(call.params, "digest");
  if (digest.empty()) digest = in_force->digest;
  auto texts = in_force->texts;
  if (digest != in_force->digest) {
    bool was_its = false;
    store_.read([&](StoreReader& store) {
      // A digest that was never this book's may be another shop's.
      auto const journal = ActivationJournal::read(store);
      for (auto const& item : journal.items())
        for (auto const& each : item.at("changes").as_array())
          was_its =
              was_its || (text_of(each.as_object(), "book") == id &&
                          (text_of(each.as_object(), "to") == digest || text_of(each.as_object(), "from") == digest));
      if (was_its) texts = kept_rulebook(store, digest);
    });
    if (!was_its || texts.empty())
      return fault_text({FaultKind::not_found,
                         {fmt::format("手册 {} 没有该版本", id), fmt::format("{} had no such version", id)},
                         "params.digest"});
  }
  array files;
  std::string own;
  for (auto const& each : texts) {
    files.push_back(object{{"name", each.name}, {"text", each.text}});
    if (each.name == id) own = each.text;
  }
  object examples;
  for (auto const& [item, told] : *examples_->of(digest, texts)) examples.emplace(item, told);
  return result_text({{"book", id},
                      {"digest", digest},
                      {"text", own},
                      {"files", std::move(files)},
                      {"examples", std::move(examples)}});
}

AnswerText RulebookReading::diff(DeskCall const& call) const {
  auto const name = text_of(call.params, "book");
  std::optional<rules::Library> read[2];
  array findings;
  for (auto const side : {0, 1}) {
    auto checked = folder_.read({{name, text_of(call.params, side == 0 ? "old" : "new")}});
    if (!checked) return fault_text(checked.error());
    for (auto& finding : findings_for(call.actor, checked->findings, name)) {
      finding.as_object()["side"] = side == 0 ? "old" : "new";
      findings.push_back(std::move(finding));
    }
    read[side] = std::move(checked->library);
  }
  object result{{"book", name}, {"findings", std::move(findings)}};
  // A text that does not load has no clauses to compare.
  if (read[0] && read[1]) result.emplace("changes", changes_between(*read[0], *read[1], call.actor.shop));
  return result_text(std::move(result));
}

AnswerText RulebookReading::try_text(DeskCall const& call) const {
  auto const name = text_of(call.params, "book");
  auto const checked = folder_.read({{name, text_of(call.params, "text")}});
  if (!checked) return fault_text(checked.error());
  object result{{"book", name},
                {"ok", checked->library.has_value()},
                {"findings", findings_for(call.actor, checked->findings, name)}};
  if (checked->library) result.emplace("changes", changes_between(*books_.now(), *checked->library, call.actor.shop));
  return result_text(std::move(result));
}

}  // namespace redress::api
