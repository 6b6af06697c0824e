#include "api/service/audit_desk.hpp"

#include "api/service/commit.hpp"
#include "api/service/kept_rulebooks.hpp"
#include "engine/ledger/receipt.hpp"

#include <fmt/format.h>

#include <map>

namespace redress::api {
namespace {

constexpr int page = 1000;
constexpr std::string_view last_note_setting = "ledger.last_checkpoint";

Fault broken(std::int64_t seq, std::string_view zh, std::string_view en) {
  return {FaultKind::ledger_broken, {fmt::format("第 {} 条记录：{}", seq, zh), fmt::format("entry {}: {}", seq, en)}};
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

void AuditDesk::catch_up() {
  store_.read([&](StoreReader& store) {
    for (;;) {
      auto const entries = store.entries_from(static_cast<std::int64_t>(leaves_.size()), page);
      for (auto const& entry : entries) leaves_.push_back(ledger::leaf_hash(entry.bytes));
      if (entries.size() < page) return;
    }
  });
}

Result<AuditDesk::Head> AuditDesk::sign() {
  catch_up();
  if (!last_)
    store_.read([&](StoreReader& store) {
      if (auto const note = store.setting(last_note_setting))
        if (auto const opened = ledger::open_checkpoint(*note, key_.verifier())) last_ = *opened;
    });
  ledger::Checkpoint next{.origin = key_.verifier().name(), .size = leaves_.size(), .root = ledger::root_of(leaves_)};
  auto const nodes = ledger::nodes_over(leaves_);
  ledger::Proof growth;
  if (last_ && last_->size > 0 && last_->size < next.size)
    growth = ledger::consistency_proof(nodes, last_->size, next.size);
  auto note = ledger::sign_checkpoint(next, last_, growth, std::span(&key_, 1));
  if (!note) return note.error();
  if (!last_ || last_->size != next.size) {
    // What was signed is remembered before it is shown.
    commit(store_, [&](StoreWriter& store) { store.put_setting(last_note_setting, *note); });
  }
  last_ = next;
  return Head{std::move(next), std::move(*note)};
}

AnswerText AuditDesk::checkpoint(DeskCall const&) {
  std::scoped_lock const lock{mutex_};
  auto const head = sign();
  if (!head) return fault_text(head.error());
  return result_text({{"size", head->checkpoint.size},
                      {"root", ledger::base64(head->checkpoint.root)},
                      {"signed_note", head->note},
                      {"vkey", key_.verifier().text()}});
}

AnswerText AuditDesk::receipt(DeskCall const& call) {
  auto const entry_id = std::string(call.params.at("entry_id").as_string());
  std::optional<Entry> entry;
  std::string shop;
  store_.read([&](StoreReader& store) {
    entry = store.find_entry(entry_id);
    if (!entry) return;
    shop = text_of(boost::json::parse(entry->bytes).as_object(), "shop");
  });
  if (!entry || !may_see(call.actor, shop))
    return fault_text({FaultKind::not_found, {"没有这条记录", "there is no such entry"}, "params.entry_id"});
  std::scoped_lock const lock{mutex_};
  auto const head = sign();
  if (!head) return fault_text(head.error());
  auto const json = boost::json::parse(entry->bytes).as_object();
  auto const digest = std::string(json.at("rulebook_digest").as_string());
  ledger::ReceiptRulebook rulebook{std::string(json.at("rulebook").as_string()), digest, {}};
  auto const books = books_.now();
  if (auto const* book = books->find_digest(digest))
    rulebook.texts = book->texts;
  else
    store_.read([&](StoreReader& store) { rulebook.texts = kept_rulebook(store, digest); });
  auto const receipt =
      ledger::build_receipt(entry->bytes, static_cast<std::uint64_t>(entry->seq), ledger::nodes_over(leaves_),
                            head->note, key_.verifier(), std::move(rulebook));
  if (!receipt) return fault_text(receipt.error());
  return result_text(ledger::to_json(*receipt));
}

}  // namespace redress::api
