#include "engine/audit/comparison.hpp"

#include "engine/ledger/canonical_json.hpp"
#include "engine/ledger/commitment.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace redress::audit {
namespace {

namespace json = boost::json;

constexpr std::int64_t no_due_ms = std::numeric_limits<std::int64_t>::max();

struct Difference {
  std::string path;
  std::string told;
  std::string there;
};

// The first place where two values differ; members in the order of what is told.
std::optional<Difference> difference(json::value const& told, json::value const& there, std::string const& path,
                                     std::vector<std::string_view> const& untold) {
  auto const* a = told.if_object();
  auto const* b = there.if_object();
  if (!a || !b)
    return told == there ? std::nullopt
                         : std::optional(Difference{path, json::serialize(told), json::serialize(there)});
  auto const at = [&](std::string_view member) {
    return path.empty() ? std::string(member) : fmt::format("{}.{}", path, member);
  };
  for (auto const& member : *a) {
    auto const* other = b->if_contains(member.key());
    if (!other) return Difference{at(member.key()), json::serialize(member.value()), "-"};
    if (auto found = difference(member.value(), *other, at(member.key()), untold)) return found;
  }
  for (auto const& member : *b) {
    auto const name = at(member.key());
    if (!a->contains(member.key()) && std::ranges::find(untold, name) == untold.end())
      return Difference{name, "-", json::serialize(member.value())};
  }
  return std::nullopt;
}

// Keys of the outbox end in a number: /10 comes after /9.
bool later(std::string_view a, std::string_view b) {
  auto const stem_a = a.substr(0, a.rfind('/'));
  auto const stem_b = b.substr(0, b.rfind('/'));
  return stem_a == stem_b && a.size() != b.size() ? a.size() > b.size() : a > b;
}

bool commitment_is(std::string_view commitment, std::string_view salt, std::string_view text) {
  auto const bytes = ledger::digest_from_hex(salt);
  return bytes && ledger::commitment_holds(commitment, *bytes, text);
}

}  // namespace

void Comparison::found(Finding finding) {
  ++differences_;
  if (findings_.size() < findings_max_) findings_.push_back(finding);
  if (stop_ && findings_.size() >= findings_max_) throw Found{std::move(finding)};
}

void Comparison::column(std::string_view table, std::string_view row, std::string_view name, std::string_view told,
                        std::string_view there) {
  ++tables_[std::string(table)].columns;
  if (told != there) found(row_differs(table, row, name, std::string(told), std::string(there)));
}

void Comparison::json_column(std::string_view table, std::string_view row, std::string_view name,
                             json::object const& told, std::string const& there,
                             std::vector<std::string_view> const& untold) {
  ++tables_[std::string(table)].columns;
  boost::system::error_code failed;
  auto const parsed =
      json::parse(there, failed, json::make_shared_resource<json::monotonic_resource>(4 * there.size()));
  if (failed || !parsed.is_object()) return found(row_differs(table, row, name, json::serialize(told), there));
  if (auto const differs = difference(told, parsed, {}, untold))
    found(row_differs(table, row, fmt::format("{}.{}", name, differs->path), differs->told, differs->there));
}

// Rows stand in the order their entries were written in, and ids grow with time: a row with an earlier key than the one
// told of is one nobody told of; with a later key, the one told of is not there.
template <class Row, class Next, class Key>
std::optional<Row> Comparison::row_for(std::optional<Row>& waiting, std::string_view table, std::string const& key,
                                       Next next, Key key_of) {
  auto const shown = [](std::string text) {  // orders' keys are of several lines
    std::ranges::replace(text, '\n', '/');
    return text;
  };
  for (;;) {
    if (!waiting) waiting = (rows_.*next)();
    if (!waiting) break;
    auto const there = key_of(*waiting);
    if (there == key) {
      ++tables_[std::string(table)].rows;
      return std::exchange(waiting, std::nullopt);
    }
    if (later(there, key)) break;
    found(row_surplus(table, shown(there)));
    waiting.reset();
  }
  found(row_missing(table, shown(key)));
  return std::nullopt;
}

void Comparison::outbox_item(OutboxRow told) {
  auto const there =
      row_for(outbox_, "outbox", told.key, &StoreRows::next_outbox_item, [](OutboxRow const& row) { return row.key; });
  if (!there) return;
  column("outbox", told.key, "case_id", told.case_id, there->case_id);
  column("outbox", told.key, "shop", told.shop, there->shop);
  column("outbox", told.key, "kind", told.kind, there->kind);
  json_column("outbox", told.key, "content", json::parse(told.content).as_object(), there->content, {});
  if (there->due_at < told.due_at)
    found(row_differs("outbox", told.key, "due_ms", fmt::format(">= {}", told.due_at.ms),
                      std::to_string(there->due_at.ms)));
}

void Comparison::evidence(ToldEvidence told) {
  auto const& row = told.row;
  auto const there = row_for(evidence_, "evidence", row.id, &StoreRows::next_evidence,
                             [](EvidenceRow const& each) { return each.id; });
  if (!row.sha256.empty() && !rows_.words_were_erased(row.case_id)) files_.emplace(row.sha256, row.id);
  if (!there) return;
  auto const same = [&](std::string_view name, std::string_view a, std::string_view b) {
    column("evidence", row.id, name, a, b);
  };
  same("case_id", row.case_id, there->case_id);
  same("shop", row.shop, there->shop);
  same("kind", row.kind, there->kind);
  same("commitment", row.commitment, there->commitment);
  same("added_by", row.added_by, there->added_by);
  if (!row.sha256.empty()) same("sha256", row.sha256, there->sha256);
  if (told.whole) {
    auto const ms = [](std::optional<Instant> at) { return at ? std::to_string(at->ms) : std::string("-"); };
    same("size_bytes", std::to_string(row.size_bytes), std::to_string(there->size_bytes));
    same("mime", row.mime, there->mime);
    same("source", row.source, there->source);
    same("helps", row.helps, there->helps);
    same("captured_ms", ms(row.captured_at), ms(there->captured_at));
    same("added_ms", ms(row.added_at), ms(there->added_at));
  }
  if (there->words == Words::damaged)
    return found(row_differs("evidence", row.id, "sealed", "words that open", "words that do not open"));
  if (!row.commitment.empty()) check_evidence_text(*there);
}

void Comparison::check_evidence_text(EvidenceRow const& there) {
  if (there.words == Words::closed) return void(++words_closed_);
  if (!there.text && rows_.words_were_erased(there.case_id)) return void(++words_erased_);
  ++tables_["evidence"].columns;
  if (!there.text || !commitment_is(there.commitment, there.salt, *there.text))
    return found(row_differs("evidence", there.id, there.text ? "text" : "text (missing)",
                             "a text with commitment " + there.commitment, there.text ? "another text" : "-"));
  column("evidence", there.id, "sha256", ledger::hex(ledger::sha256(*there.text)), there.sha256);
}

void Comparison::text(ToldText told) {
  auto const key = fmt::format("{}/{}", told.entry_id, told.name);
  if (!personal_) personal_ = rows_.next_personal_text();
  // Rows of one entry stand in the order they were told in, which is not that of their names: match within the entry.
  while (personal_ && personal_->entry_id < told.entry_id) {
    found(row_surplus("personal", fmt::format("{}/{}", personal_->entry_id, personal_->name)));
    personal_ = rows_.next_personal_text();
  }
  if (personal_entry_ != told.entry_id) {
    for (auto const& left : personal_of_entry_)
      found(row_surplus("personal", fmt::format("{}/{}", left.entry_id, left.name)));
    personal_of_entry_.clear();
    personal_entry_ = told.entry_id;
    for (; personal_ && personal_->entry_id == told.entry_id; personal_ = rows_.next_personal_text())
      personal_of_entry_.push_back(std::move(*personal_));
  }
  auto const at = std::ranges::find(personal_of_entry_, told.name, &PersonalRow::name);
  if (at == personal_of_entry_.end())
    return rows_.words_were_erased(told.case_id) ? void(++words_erased_) : found(row_missing("personal", key));
  ++tables_["personal"].rows;
  column("personal", key, "case_id", told.case_id, at->case_id);
  if (at->words == Words::closed) {
    ++words_closed_;
    personal_of_entry_.erase(at);
    return;
  }
  ++tables_["personal"].columns;
  if (at->words == Words::damaged)
    found(row_differs("personal", key, "sealed", "words that open", "words that do not open"));
  else if (!commitment_is(told.commitment, at->salt, at->text))
    found(row_differs("personal", key, "text", "a text with commitment " + told.commitment, "another text or salt"));
  personal_of_entry_.erase(at);
}

void Comparison::case_row(DerivedCase const& told) {
  auto const there =
      row_for(case_, "cases", told.id(), &StoreRows::next_case, [](CaseRow const& row) { return row.id; });
  if (!there) return;
  auto const same = [&](std::string_view name, std::string_view a, std::string_view b) {
    column("cases", told.id(), name, a, b);
  };
  same("state", told.state(), there->state);
  same("version", std::to_string(told.entries()), std::to_string(there->version));
  same("last_hash", ledger::hex(told.last_leaf()), there->last_hash);
  same("shop", told.shop(), there->shop);
  same("kind", told.kind(), there->kind);
  same("platform", told.platform(), there->platform);
  same("order_id", told.order_id(), there->order_id);
  same("owed_by", told.owed_by(), there->owed_by);
  if (auto const final = told.final()) same("final", *final ? "1" : "0", there->final ? "1" : "0");
  same("due_ms", std::to_string(told.due_ms().value_or(no_due_ms)), std::to_string(there->due_ms));
  json_column("cases", told.id(), "content", told.to_json(), there->content, told.untold());
}

void Comparison::order(OrderRow told) {
  auto const key_of = [](OrderRow const& row) { return fmt::format("{}\n{}\n{}", row.shop, row.platform, row.id); };
  auto const there = row_for(order_, "orders", key_of(told), &StoreRows::next_order, key_of);
  if (there)
    json_column("orders", fmt::format("{}/{}/{}", told.shop, told.platform, told.id), "content",
                json::parse(told.content).as_object(), there->content, {});
}

void Comparison::finish() {
  for (auto const& left : personal_of_entry_)
    found(row_surplus("personal", fmt::format("{}/{}", left.entry_id, left.name)));
  personal_of_entry_.clear();
  for (; outbox_ || (outbox_ = rows_.next_outbox_item()); outbox_.reset()) found(row_surplus("outbox", outbox_->key));
  for (; evidence_ || (evidence_ = rows_.next_evidence()); evidence_.reset())
    found(row_surplus("evidence", evidence_->id));
  for (; personal_ || (personal_ = rows_.next_personal_text()); personal_.reset())
    found(row_surplus("personal", fmt::format("{}/{}", personal_->entry_id, personal_->name)));
  for (; case_ || (case_ = rows_.next_case()); case_.reset()) found(row_surplus("cases", case_->id));
  for (; order_ || (order_ = rows_.next_order()); order_.reset())
    found(row_surplus("orders", fmt::format("{}/{}/{}", order_->shop, order_->platform, order_->id)));
}

}  // namespace redress::audit
