#include "api/service/audit_desk.hpp"

#include "api/service/kept_rulebooks.hpp"
#include "api/service/office_readers.hpp"
#include "engine/ledger/receipt.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>

namespace redress::api {
namespace {

constexpr int page = 1000;

Fault broken(std::int64_t seq, std::string_view zh, std::string_view en) {
  return {FaultKind::ledger_broken, {fmt::format("第 {} 条记录：{}", seq, zh), fmt::format("entry {}: {}", seq, en)}};
}

boost::json::array hashes_in_json(ledger::Proof const& proof) {
  boost::json::array hashes;
  for (auto const& hash : proof) hashes.emplace_back(ledger::base64(hash));
  return hashes;
}

// Where each case stood after the entries walked so far.
struct CaseEnd {
  std::string hash;
  std::int64_t entries = 0;
  std::string state;
};

class Walk {
 public:
  explicit Walk(StoreReader& store) : store_(store) {}

  LedgerFinding run(std::function<void(std::int64_t)> const& on_progress) {
    for (std::int64_t from = 0;; from += page) {
      auto const entries = store_.entries_from(from, page);
      for (auto const& entry : entries) {
        if (auto const fault = check(entry)) return bad(entry.seq, *fault);
        ++finding_.entries;
      }
      if (on_progress) on_progress(finding_.entries);
      if (entries.size() < page) break;
    }
    if (finding_.entries != store_.ledger_size())
      return bad(finding_.entries,
                 broken(finding_.entries, "总账长度不符", "the ledger has another length than it says"));
    for (auto const& [case_id, end] : ends_) {
      if (is_office(case_id)) continue;  // nothing but its entries is stored of it
      auto const case_ = store_.find_case(case_id);
      if (!case_ || case_->last_hash != end.hash || case_->version != end.entries || case_->state != end.state)
        return bad(finding_.entries, {FaultKind::ledger_broken,
                                      {fmt::format("案件 {} 与其轨迹不符", case_id),
                                       fmt::format("the case {} does not stand where its trail ends", case_id)}});
    }
    return std::move(finding_);
  }

 private:
  LedgerFinding bad(std::int64_t seq, Fault const& fault) {
    finding_.first_bad_seq = seq;
    finding_.says = fault.says;
    return std::move(finding_);
  }

  std::optional<Fault> check(Entry const& entry) {
    auto const seq = finding_.entries;
    if (entry.seq != seq) return broken(seq, "序号不连续", "the sequence has a gap");
    if (ledger::hex(ledger::leaf_hash(entry.bytes)) != entry.hash)
      return broken(seq, "内容与哈希不符", "the bytes do not hash to what is stored");
    boost::system::error_code failed;
    auto const parsed = boost::json::parse(entry.bytes, failed);
    if (failed || !parsed.is_object()) return broken(seq, "内容不是 JSON", "the bytes are no JSON");
    auto const& json = parsed.get_object();
    auto const text = [&](std::string_view name) {
      auto const* found = json.if_contains(name);
      return found && found->is_string() ? std::string(found->get_string()) : std::string{};
    };
    auto const number = [&](std::string_view name) {
      auto const* found = json.if_contains(name);
      return found && found->is_int64() ? found->get_int64() : -1;
    };
    auto& end = ends_[entry.case_id];
    if (text("case_id") != entry.case_id || text("id") != entry.id || number("seq") != seq)
      return broken(seq, "内容与位置不符", "the entry says it stands elsewhere");
    if (number("case_seq") != end.entries || text("prev_hash") != end.hash)
      return broken(seq, "与本案上一条记录不衔接", "it does not follow the case's previous entry");
    if (end.entries > 0 && text("from") != end.state)
      return broken(seq, "起始状态与上一条不符", "it starts from another state than the last one ended in");
    if (text("outcome") == "refused" && text("from") != text("to"))
      return broken(seq, "被拒绝却改变了状态", "refused, and yet the state changed");
    end = {entry.hash, end.entries + 1, text("to")};
    return std::nullopt;
  }

  StoreReader& store_;
  LedgerFinding finding_;
  std::map<std::string, CaseEnd> ends_;
};

}  // namespace

LedgerFinding walk_ledger(StoreReader& store, std::function<void(std::int64_t)> const& on_progress) {
  return Walk{store}.run(on_progress);
}

AnswerText AuditDesk::verify(DeskCall const&) {
  LedgerFinding finding;
  store_.read([&](StoreReader& store) { finding = walk_ledger(store); });
  boost::json::object result{{"ok", !finding.first_bad_seq.has_value()}, {"entries", finding.entries}};
  if (finding.first_bad_seq)
    result.emplace("first_bad", boost::json::object{{"seq", *finding.first_bad_seq}, {"says", to_json(finding.says)}});
  return result_text(std::move(result));
}

AnswerText AuditDesk::checkpoint(DeskCall const&) {
  auto const head = signer_.sign();
  if (!head) return fault_text(head.error());
  return result_text({{"size", head->checkpoint.size},
                      {"root", ledger::base64(head->checkpoint.root)},
                      {"signed_note", head->note},
                      {"vkey", signer_.verifier().text()}});
}

ledger::ReceiptRulebook AuditDesk::rulebook_of(Entry const& entry) {
  auto const json = boost::json::parse(entry.bytes).as_object();
  auto const digest = std::string(json.at("rulebook_digest").as_string());
  ledger::ReceiptRulebook rulebook{std::string(json.at("rulebook").as_string()), digest, {}};
  auto const books = books_.now();
  if (auto const* book = books->find_digest(digest))
    rulebook.texts = book->texts;
  else
    store_.read([&](StoreReader& store) { rulebook.texts = kept_rulebook(store, digest); });
  return rulebook;
}

AnswerText AuditDesk::inclusion(DeskCall const& call) {
  auto const* const index_given = call.params.if_contains("index");
  auto const* const entry_id = call.params.if_contains("entry_id");
  if ((index_given == nullptr) == (entry_id == nullptr))
    return fault_text(invalid_params("params", "entry_id 与 index 二选一", "give either entry_id or index"));
  bool const of_all = call.actor.shop.empty() && (call.actor.role == Role::auditor || call.actor.role == Role::admin);
  if (index_given && !of_all)
    return fault_text({FaultKind::forbidden,
                       {"只有全库审计者可按序号查询；请用 entry_id",
                        "only auditors of the whole deployment ask by index; use entry_id"},
                       "params.index"});
  std::uint64_t index = index_given ? index_given->to_number<std::uint64_t>() : 0;
  if (entry_id) {
    auto const entry = visible_entry(entry_id->as_string(), call.actor);
    if (!entry) return fault_text(entry.error());
    index = static_cast<std::uint64_t>(entry->seq);
  }
  auto const head = signer_.sign();
  if (!head) return fault_text(head.error());
  auto const* const wanted = call.params.if_contains("size");
  auto const size = wanted ? wanted->to_number<std::uint64_t>() : head->checkpoint.size;
  auto const proof = signer_.inclusion(index, size);
  if (!proof) return fault_text(proof.error());
  boost::json::object result{{"index", index}, {"size", size}, {"proof", hashes_in_json(*proof)}};
  if (size == head->checkpoint.size) result.emplace("checkpoint", head->note);
  return result_text(std::move(result));
}

AnswerText AuditDesk::consistency(DeskCall const& call) {
  auto const head = signer_.sign();
  if (!head) return fault_text(head.error());
  auto const from = call.params.at("from").to_number<std::uint64_t>();
  auto const* const wanted = call.params.if_contains("to");
  auto const to = wanted ? wanted->to_number<std::uint64_t>() : head->checkpoint.size;
  auto const proof = signer_.consistency(from, to);
  if (!proof) return fault_text(proof.error());
  boost::json::object result{{"from", from}, {"to", to}, {"proof", hashes_in_json(*proof)}};
  if (to == head->checkpoint.size) result.emplace("checkpoint", head->note);
  return result_text(std::move(result));
}

Result<Entry> AuditDesk::visible_entry(std::string_view entry_id, Actor const& actor) {
  std::optional<Entry> entry;
  store_.read([&](StoreReader& store) { entry = store.find_entry(entry_id); });
  auto const json = entry ? boost::json::parse(entry->bytes).as_object() : boost::json::object{};
  bool const readable =
      entry && (!is_office(entry->case_id) || may_see_office(actor.role) || text_of(json, "actor") == actor.id);
  if (!readable || !may_see(actor, text_of(json, "shop")))
    return Fault{FaultKind::not_found, {"没有这条记录", "there is no such entry"}, "params.entry_id"};
  return *std::move(entry);
}

Result<boost::json::object> AuditDesk::receipt_of(std::string_view entry_id, Actor const& actor) {
  auto const entry = visible_entry(entry_id, actor);
  if (!entry) return entry.error();
  auto const receipt = signer_.receipt(*entry, rulebook_of(*entry));
  if (!receipt) return receipt.error();
  return ledger::to_json(*receipt);
}

std::optional<SignedTree> AuditDesk::newest_tree() {
  auto const note = signer_.newest_note();
  if (!note) return std::nullopt;
  auto opened = signer_.open_signed(*note);
  if (!opened) return std::nullopt;
  auto const size = opened->checkpoint.size;
  return SignedTree{std::move(opened->checkpoint),
                    [this, size](std::uint64_t index) { return signer_.inclusion(index, size); }};
}

CaseCheck AuditDesk::check(Case const& case_, std::vector<Entry> const& trail) {
  return check_case(case_, trail, newest_tree());
}

EntryMark AuditDesk::mark(Entry const& entry, std::optional<Entry> const& before, std::string_view shop) {
  return check_entry(entry, before, shop, newest_tree());
}

AnswerText AuditDesk::case_check(DeskCall const& call) {
  std::optional<Case> case_;
  std::vector<Entry> trail;
  bool too_long = false;
  store_.read([&](StoreReader& store) {
    auto const case_id = text_of(call.params, "case_id");
    case_ = store.find_case(case_id);
    std::string cursor;
    while (case_ && !too_long) {
      auto listed = store.trail(case_id, cursor, page);
      std::ranges::move(listed.entries, std::back_inserter(trail));
      too_long = trail.size() > case_check_entries_max;
      cursor = std::move(listed.next_cursor);
      if (cursor.empty()) break;
    }
  });
  if (!case_ || !may_see(call.actor, case_->shop))
    return fault_text({FaultKind::not_found, {"没有这个案件", "there is no such case"}, "params.case_id"});
  if (too_long)
    return fault_text({FaultKind::too_large,
                       {fmt::format("案件记录超过 {} 条，请用 audit.verify 校验", case_check_entries_max),
                        fmt::format("the case has more than {} entries; use audit.verify", case_check_entries_max)},
                       "params.case_id"});
  return result_text(to_json(check(*case_, trail)));
}

AnswerText AuditDesk::receipt(DeskCall const& call) {
  auto receipt = receipt_of(call.params.at("entry_id").as_string(), call.actor);
  if (!receipt) return fault_text(receipt.error());
  return result_text(*std::move(receipt));
}

Result<std::vector<ledger::Receipt>> AuditDesk::receipts_of(std::vector<Entry> const& entries) {
  std::vector<ledger::ReceiptRulebook> rulebooks;
  for (auto const& entry : entries) rulebooks.push_back(rulebook_of(entry));
  return signer_.receipts_under_newest(entries, std::move(rulebooks));
}

}  // namespace redress::api
