#include "engine/ledger/receipt_check.hpp"

#include "engine/base/strict_json.hpp"
#include "engine/ledger/canonical_json.hpp"
#include "engine/ledger/entry_form.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace redress::ledger {
namespace {

namespace json = boost::json;

// Walks the steps in order, keeping what later ones need; a step whose ground is missing stays unchecked.
class Check {
 public:
  Check(Receipt const& receipt, std::optional<VerifierKey> const& pinned) : receipt_(receipt), pinned_(pinned) {
    for (auto step : {ReceiptStep::entry_form, ReceiptStep::index, ReceiptStep::rulebook, ReceiptStep::key,
                      ReceiptStep::signature, ReceiptStep::size, ReceiptStep::inclusion})
      report_.steps.push_back({step});
    report_.pinned = pinned.has_value();
    leaf_ = leaf_hash(receipt.entry);
    report_.hash = hex(leaf_);
  }

  ReceiptReport run() && {
    check_entry();
    if (entry_) {
      check_index();
      check_rulebook();
    }
    check_key();
    if (key_) check_signature();
    if (head_) {
      check_size();
      check_inclusion();
    }
    for (auto& step : report_.steps)
      if (step.outcome == StepOutcome::unchecked)
        step.says = {"前面的步骤有误，未检查", "not checked, because an earlier step is wrong"};
    return std::move(report_);
  }

 private:
  void set(ReceiptStep step, bool ok, std::string zh, std::string en) {
    auto& checked = report_.steps[static_cast<std::size_t>(step)];
    checked.outcome = ok ? StepOutcome::ok : StepOutcome::wrong;
    checked.says = {std::move(zh), std::move(en)};
  }
  void wrong(ReceiptStep step, Says const& says) { set(step, false, says.zh, says.en); }

  void check_entry() {
    auto const parsed = parse_strict_json(receipt_.entry);
    if (!parsed) return wrong(ReceiptStep::entry_form, parsed.error().says);
    auto const canonical = canonical_json(*parsed);
    if (!canonical) return wrong(ReceiptStep::entry_form, canonical.error().says);
    if (*canonical != receipt_.entry)
      return set(ReceiptStep::entry_form, false, "记录不是规范 JSON（RFC 8785）",
                 "the entry is not canonical JSON (RFC 8785)");
    if (auto const form = check_entry_form(*parsed); !form) return wrong(ReceiptStep::entry_form, form.error().says);
    entry_ = parsed->get_object();
    set(ReceiptStep::entry_form, true, "记录是规范 JSON，成员齐全", "the entry is canonical JSON with all its members");
  }

  void check_index() {
    auto const seq = entry_->at("seq").to_number<std::uint64_t>();
    if (seq != receipt_.index)
      return set(ReceiptStep::index, false, fmt::format("记录自称第 {} 条，回执称第 {} 条", seq, receipt_.index),
                 fmt::format("the entry says it is at {}, the receipt says {}", seq, receipt_.index));
    set(ReceiptStep::index, true, fmt::format("记录在总账中的序号是 {}", seq),
        fmt::format("the entry is at {} in the ledger", seq));
  }

  void check_rulebook() {
    auto const& rulebook = receipt_.rulebook;
    auto const named = json::value_to<std::string>(entry_->at("rulebook"));
    auto const digest = json::value_to<std::string>(entry_->at("rulebook_digest"));
    if (rulebook.name != named)
      return set(ReceiptStep::rulebook, false, fmt::format("记录依据规则手册 {}，回执附的是 {}", named, rulebook.name),
                 fmt::format("the entry was decided under {}, the receipt brings {}", named, rulebook.name));
    if (!std::ranges::all_of(rulebook.texts, is_sound) || rulebook.digest != digest ||
        rulebook_digest(rulebook.texts) != digest)
      return set(ReceiptStep::rulebook, false, "规则手册原文与记录中的摘要不符",
                 "the rulebook's texts do not have the digest the entry names");
    set(ReceiptStep::rulebook, true, fmt::format("规则手册 {} 的原文与记录中的摘要相符", named),
        fmt::format("the texts of the rulebook {} have the digest the entry names", named));
  }

  void check_key() {
    auto const own = VerifierKey::parse(receipt_.vkey);
    if (!own) return wrong(ReceiptStep::key, own.error().says);
    if (pinned_ && *pinned_ != *own)
      return set(ReceiptStep::key, false, fmt::format("回执中的公钥不是指定的 {}", pinned_->text()),
                 fmt::format("the receipt's key is not the pinned one, {}", pinned_->text()));
    key_ = *own;
    if (pinned_) return set(ReceiptStep::key, true, "公钥与指定的一致", "the key is the pinned one");
    set(ReceiptStep::key, true, "未指定公钥，使用回执自带的：只能证明该密钥持有者的说法",
        "no key was pinned and the receipt's own is used: this proves only what the owner of that key claims");
  }

  void check_signature() {
    auto const head = open_checkpoint(receipt_.checkpoint, *key_);
    if (!head) return wrong(ReceiptStep::signature, head.error().says);
    head_ = *head;
    set(ReceiptStep::signature, true, fmt::format("检查点由 {} 签名", key_->name()),
        fmt::format("the checkpoint is signed by {}", key_->name()));
  }

  void check_size() {
    if (head_->size != receipt_.size)
      return set(ReceiptStep::size, false, fmt::format("检查点有 {} 条记录，回执称 {} 条", head_->size, receipt_.size),
                 fmt::format("the checkpoint has {} entries, the receipt says {}", head_->size, receipt_.size));
    set(ReceiptStep::size, true, fmt::format("检查点含 {} 条记录", head_->size),
        fmt::format("the checkpoint has {} entries", head_->size));
  }

  void check_inclusion() {
    if (!verify_inclusion(leaf_, receipt_.index, head_->size, receipt_.proof, head_->root))
      return set(ReceiptStep::inclusion, false, "记录不在签名的总账中：包含证明不成立",
                 "the entry is not in the signed ledger: its inclusion proof does not hold");
    set(ReceiptStep::inclusion, true, "包含证明成立：记录在签名的总账中，未被改动",
        "the inclusion proof holds: the entry is in the signed ledger, unaltered");
  }

  Receipt const& receipt_;
  std::optional<VerifierKey> const& pinned_;
  ReceiptReport report_;
  Digest leaf_;
  std::optional<json::object> entry_;
  std::optional<VerifierKey> key_;
  std::optional<Checkpoint> head_;
};

}  // namespace

std::string_view name_of(ReceiptStep step) {
  constexpr std::string_view names[] = {"entry_form", "index", "rulebook", "key", "signature", "size", "inclusion"};
  return names[static_cast<std::size_t>(step)];
}

std::string_view name_of(StepOutcome outcome) {
  constexpr std::string_view names[] = {"ok", "wrong", "unchecked"};
  return names[static_cast<std::size_t>(outcome)];
}

bool ReceiptReport::ok() const {
  return std::ranges::all_of(
      steps, [](auto outcome) { return outcome == StepOutcome::ok; }, &CheckedStep::outcome);
}

CheckedStep const* ReceiptReport::first_wrong() const {
  auto const found = std::ranges::find(steps, StepOutcome::wrong, &CheckedStep::outcome);
  return found == steps.end() ? nullptr : &*found;
}

ReceiptReport check_receipt(Receipt const& receipt, std::optional<VerifierKey> const& pinned) {
  return Check{receipt, pinned}.run();
}

json::object to_json(ReceiptReport const& report) {
  auto const as_json = [](CheckedStep const& step) {
    return json::object{{"step", name_of(step.step)}, {"outcome", name_of(step.outcome)}, {"says", to_json(step.says)}};
  };
  json::array steps;
  for (auto const& step : report.steps) steps.push_back(as_json(step));
  json::object json{{"ok", report.ok()}, {"pinned", report.pinned}, {"hash", report.hash}, {"steps", std::move(steps)}};
  if (auto const* wrong = report.first_wrong()) json["first_wrong"] = as_json(*wrong);
  return json;
}

}  // namespace redress::ledger
