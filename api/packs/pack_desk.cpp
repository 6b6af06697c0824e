#include "api/packs/pack_desk.hpp"

#include "api/packs/cover.hpp"
#include "api/packs/squeezed_text.hpp"
#include "api/packs/verify_html.hpp"
#include "api/service/personal_view.hpp"
#include "engine/cases/derive.hpp"
#include "engine/ledger/checkpoint.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace redress::packs {
namespace {

using boost::json::array;
using boost::json::object;

constexpr int page = 500;
constexpr int tries_max = 5;

Fault moving(std::string const& case_id) {
  return {FaultKind::version_conflict,
          {fmt::format("案件 {} 一直在变动，请稍后再做证据包", case_id),
           fmt::format("the case {} keeps moving; make the pack a little later", case_id)},
          "params.case_id"};
}

Fault too_long() {
  return {FaultKind::too_large,
          {fmt::format("案件记录超过 {} 条，无法做成一个证据包", pack_entries_max),
           fmt::format("the case has more than {} entries, too many for one pack", pack_entries_max)},
          "params.case_id"};
}

Result<std::vector<StoryEntry>> trail_of(StoreReader& store, std::string const& case_id) {
  std::vector<StoryEntry> trail;
  std::string cursor;
  do {
    auto listed = store.trail(case_id, cursor, page);
    for (auto& entry : listed.entries) {
      auto members = boost::json::parse(entry.bytes).as_object();
      trail.push_back({std::move(entry), std::move(members)});
    }
    if (trail.size() > pack_entries_max) return too_long();
    cursor = std::move(listed.next_cursor);
  } while (!cursor.empty());
  return trail;
}

Result<void> check_wish(PackWish const& wish, std::vector<Evidence> const& evidence) {
  for (std::size_t i = 0; i < wish.withhold.size(); ++i)
    if (std::ranges::find(evidence, wish.withhold[i], &Evidence::id) == evidence.end())
      return invalid_params(fmt::format("params.withhold[{}]", i), "本案没有这件证据", "the case has no such evidence");
  return {};
}

Result<void> check_call(std::string const& call) {
  auto const limits = platform_limits();
  if (call.empty() || std::ranges::find(limits, call, &PlatformLimit::call) != limits.end()) return {};
  std::vector<std::string_view> calls;
  for (auto const& limit : limits) calls.push_back(limit.call);
  return invalid_params("params.for", fmt::format("没有登记接口“{}”的限制；已知：{}", call, fmt::join(calls, "，")),
                        fmt::format("no limits are known of \"{}\"; known: {}", call, fmt::join(calls, ", ")));
}

// Every exhibit that the call surely does not take, by its file. What is only half sure stays a remark in the pack.
Result<void> keeps_limits(std::string const& call, std::vector<Exhibit> const& exhibits) {
  Fault fault{FaultKind::evidence_rejected, {}};
  for (auto const& exhibit : exhibits)
    for (auto const& finding : exhibit.limits) {
      if (exhibit.path.empty() || finding.limit->call != call || finding.limit->confidence != "high") continue;
      auto const name = exhibit.path.substr(exhibit.path.rfind('/') + 1);
      bool const first = fault.position.empty();
      if (first) fault.position = exhibit.path;
      fault.says.zh += fmt::format("{}{}：{}", first ? "" : "；", name, finding.says.zh);
      fault.says.en += fmt::format("{}{}: {}", first ? "" : "; ", name, finding.says.en);
    }
  if (fault.position.empty()) return {};
  return fault;
}

// A file as the answer holds it; what several files repeat is sent once and named by its index.
class Pieces {
 public:
  object of(Document const& document) {
    array pieces;
    if (!document.shared.empty()) shared_.push_back(boost::json::string(document.shared));
    if (auto const part = shared_part(document)) {
      auto const size = shared_[part->index].as_string().size();
      pieces.push_back(object{{"text", document.bytes.substr(0, part->at)}});
      pieces.push_back(object{{"shared", part->index}});
      pieces.push_back(object{{"text", document.bytes.substr(part->at + size)}});
    } else if (document.path.ends_with(".pdf")) {
      pieces.push_back(object{{"base64", ledger::base64(ledger::as_bytes(document.bytes))}});
    } else {
      pieces.push_back(object{{"text", document.bytes}});
    }
    return {{"path", document.path},
            {"sha256", ledger::hex(ledger::sha256(document.bytes))},
            {"pieces", std::move(pieces)}};
  }

  array shared() && { return std::move(shared_); }

 private:
  struct Part {
    std::size_t index;  // of the shared text
    std::size_t at;     // where it begins
  };

  std::optional<Part> shared_part(Document const& document) const {
    if (!document.path.starts_with("data/receipts/")) return std::nullopt;
    for (std::size_t i = 0; i < shared_.size(); ++i)
      if (auto const at = document.bytes.find(std::string_view(shared_[i].as_string())); at != std::string::npos)
        return Part{i, at};
    return std::nullopt;
  }

  array shared_;
};

}  // namespace

Result<Story> PackDesk::read(PackWish const& wish, Actor const& actor) {
  auto const& case_id = wish.case_id;
  std::optional<Result<Story>> story;
  bool words_allowed = true;
  store_.read([&](StoreReader& store) {
    auto loaded = api::load_case(store, books_, case_id, actor);
    if (!loaded) return void(story.emplace(loaded.error()));
    words_allowed = api::may_read_words(api::person_behind(store, case_id), actor.role);
    auto trail = trail_of(store, case_id);
    if (!trail) return void(story.emplace(trail.error()));
    auto order = store.find_order(loaded->case_.shop, loaded->case_.platform, loaded->case_.order_id);
    story.emplace(Story{.loaded = std::move(*loaded), .order = std::move(order), .trail = std::move(*trail)});
  });
  auto& read = *story;
  if (!read) return read.error();
  auto const& loaded = read->loaded;
  auto const world = loaded.world(read->last_at());
  auto const facts = facts_at(world, nullptr);
  read->needs = rules::evidence_needs(*loaded.book, loaded.case_.kind, {}, {facts, loaded.evidence}, rules_at(world));
  if (auto const known = check_call(wish.for_call); !known) return known.error();
  if (auto const known = check_wish(wish, loaded.evidence); !known) return known.error();
  read->exhibits = exhibits_of(loaded.evidence, read->needs, loaded.case_.platform, [&](Evidence const& item) {
    if (!words_allowed) return Withheld::personal;
    bool const is_here = item.text || (item.commitment.empty() && is_held_(item.sha256));
    if (!is_here) return Withheld::gone;
    return std::ranges::find(wish.withhold, item.id) == wish.withhold.end() ? Withheld::no : Withheld::asked;
  });
  if (auto const kept = keeps_limits(wish.for_call, read->exhibits); !kept) return kept.error();
  return std::move(read);
}

Result<void> PackDesk::prove(Story& story) {
  std::vector<Entry> entries;
  for (auto const& each : story.trail) entries.push_back(each.entry);
  auto receipts = audit_.receipts_of(entries);
  if (!receipts) return receipts.error();
  if (auto const check = audit_.check(story.loaded.case_, entries); !check.ok()) return check.fault();
  story.receipts = std::move(*receipts);
  story.checkpoint = story.receipts.front().checkpoint;
  story.vkey = story.receipts.front().vkey;
  auto const key = ledger::VerifierKey::parse(story.vkey);
  if (!key) return key.error();
  auto const checkpoint = ledger::open_checkpoint(story.checkpoint, *key);
  if (!checkpoint) return checkpoint.error();
  story.tree = {.size = checkpoint->size, .root = checkpoint->root};
  return {};
}

bool PackDesk::still_stands(Story const& story) {
  bool stands = false;
  store_.read([&](StoreReader& store) {
    auto const now = store.find_case(story.loaded.case_.id);
    stands = now && now->version == story.loaded.case_.version && now->last_hash == story.trail.back().entry.hash;
  });
  return stands;
}

Result<PackContent> PackDesk::content_of(PackWish const& wish, Actor const& actor) {
  for (int tries = 0; tries < tries_max; ++tries) {
    auto story = read(wish, actor);
    if (!story) return story.error();
    if (auto const proven = prove(*story); !proven) return proven.error();
    if (!still_stands(*story)) continue;
    auto cover = cover_of(*story);
    if (!cover) return cover.error();
    return compose(*story, std::move(*cover), verify_html, software_,
                   [&](std::string const& text) { return audit_.sign_statement(text); });
  }
  return moving(wish.case_id);
}

api::AnswerText PackDesk::create(api::DeskCall const& call) {
  PackWish wish{.case_id = text_of(call.params, "case_id"), .for_call = text_of(call.params, "for")};
  if (auto const* withhold = call.params.if_contains("withhold"))
    for (auto const& id : withhold->as_array()) wish.withhold.emplace_back(id.as_string());
  auto const content = content_of(wish, call.actor);
  if (!content) return api::fault_text(content.error());
  Pieces pieces;
  array files;
  for (auto const& document : content->documents) files.push_back(pieces.of(document));
  array exhibits;
  for (auto const& original : content->originals)
    exhibits.push_back(object{{"path", original.path}, {"sha256", original.sha256}, {"size", original.size_bytes}});
  object result{{"name", content->name},
                {"time", format_rfc3339(content->time)},
                {"files", std::move(files)},
                {"exhibits", std::move(exhibits)},
                {"shared", std::move(pieces).shared()}};
  auto const* asked = call.params.if_contains("squeezed");
  if (!asked || !asked->as_bool()) return api::result_text(std::move(result));
  object const long_members{{"files", std::move(result["files"])}, {"shared", std::move(result["shared"])}};
  auto const bytes = squeezed(boost::json::serialize(long_members));
  if (!bytes) return api::fault_text(bytes.error());
  result["files"] = array{};
  result["shared"] = array{};
  result.emplace("squeezed", ledger::base64(ledger::as_bytes(*bytes)));
  return api::result_text(std::move(result));
}

}  // namespace redress::packs
