#include "engine/ledger/receipt_check.hpp"

#include "engine/base/strict_json.hpp"
#include "engine/ledger/canonical_json.hpp"
#include "engine/ledger/entry_form.hpp"
#include "engine/ledger/stamp.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace redress::ledger {
namespace {

namespace json = boost::json;

// Walks the steps in order, keeping what later ones need; a step whose ground is missing stays unchecked.
class Check {
 public:
  Check(Receipt const& receipt, std::optional<VerifierKey> const& pinned, DatePolicy const& policy)
      : receipt_(receipt), pinned_(pinned), policy_(policy) {
    for (auto step : {ReceiptStep::entry_form, ReceiptStep::index, ReceiptStep::rulebook, ReceiptStep::key,
                      ReceiptStep::signature, ReceiptStep::size, ReceiptStep::inclusion, ReceiptStep::witnesses,
                      ReceiptStep::stamp, ReceiptStep::before, ReceiptStep::time, ReceiptStep::digest})
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
      check_witnesses();
      check_stamp();
      check_before();
    }
    if (entry_ && head_) check_time();
    check_digest();
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
  void absent(ReceiptStep step, std::string zh, std::string en) {
    set(step, true, std::move(zh), std::move(en));
    report_.steps[static_cast<std::size_t>(step)].outcome = StepOutcome::absent;
  }

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
    keys_.push_back(*own);
    for (auto const& other : receipt_.other_keys) {
      auto const key = VerifierKey::parse(other);
      if (!key) return wrong(ReceiptStep::key, key.error().says);
      keys_.push_back(*key);
    }
    for (auto const& witness : receipt_.witnesses) {
      auto const key = VerifierKey::parse(witness, KeyType::cosignature);
      if (!key) return wrong(ReceiptStep::key, key.error().says);
      witnesses_.push_back(*key);
    }
    if (pinned_ && std::ranges::find(keys_, *pinned_) == keys_.end())
      return set(ReceiptStep::key, false, fmt::format("回执中的公钥不是指定的 {}", pinned_->text()),
                 fmt::format("the receipt's key is not the pinned one, {}", pinned_->text()));
    key_ = pinned_ ? *pinned_ : *own;
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

  void check_witnesses() {
    auto const found = cosigners_of(parse_signed_note(receipt_.checkpoint).value(), keys_, witnesses_, policy_);
    if (found.fault) return wrong(ReceiptStep::witnesses, found.fault->says);
    if (found.dates.empty())
      return absent(ReceiptStep::witnesses, "检查点没有见证人联署", "no witness cosigned the checkpoint");
    auto const names = names_of(found.dates);
    bool const believed = !policy_.witnesses.empty();
    tighten(report_.not_later, {*found.not_later, names, believed}, std::less<>{});
    set(ReceiptStep::witnesses, true,
        believed ? fmt::format("检查点由 {} 联署", names)
                 : fmt::format("检查点由 {} 联署；见证人公钥未指定，使用回执自带的", names),
        believed ? fmt::format("cosigned by {}", names)
                 : fmt::format("cosigned by {}; no witness was pinned and the receipt's own keys are used", names));
  }

  void check_stamp() {
    if (receipt_.stamp.empty()) return absent(ReceiptStep::stamp, "没有时间戳", "there is no time stamp");
    auto const text = parse_signed_note(receipt_.checkpoint).value().text;
    auto const at = stamped_at(receipt_.stamp, text, policy_.stamp_certificates);
    if (!at) return wrong(ReceiptStep::stamp, at.error().says);
    bool const believed = !policy_.stamp_certificates.empty();
    tighten(report_.not_later, {*at, "stamp", believed}, std::less<>{});
    set(ReceiptStep::stamp, true,
        fmt::format("检查点的时间戳为 {}{}", format_rfc3339(*at), believed ? "" : "（未指定时间戳服务的证书）"),
        fmt::format("the checkpoint was stamped at {}{}", format_rfc3339(*at),
                    believed ? "" : " (no certificate of the stamping service was pinned)"));
  }

  void check_before() {
    if (!receipt_.before) return absent(ReceiptStep::before, "没有更早的检查点", "there is no earlier checkpoint");
    auto const note = parse_signed_note(receipt_.before->checkpoint);
    if (!note) return wrong(ReceiptStep::before, note.error().says);
    auto const signed_by = std::ranges::find_if(
        keys_, [&](VerifierKey const& key) { return open_checkpoint(receipt_.before->checkpoint, key).has_value(); });
    if (signed_by == keys_.end())
      return set(ReceiptStep::before, false, "更早的检查点不是本总账签名的",
                 "the earlier checkpoint is not signed by this ledger");
    auto const earlier = open_checkpoint(receipt_.before->checkpoint, *signed_by).value();
    bool const grows = earlier.size == 0 ? receipt_.before->growth.empty() && earlier.root == sha256("")
                                         : verify_consistency(earlier.size, head_->size, receipt_.before->growth,
                                                              earlier.root, head_->root);
    if (earlier.size > receipt_.index || !grows)
      return set(
          ReceiptStep::before, false, "更早的检查点与回执不符：已含此记录，或一致性证明不成立",
          "the earlier checkpoint does not fit: it has the entry already, or the consistency proof does not hold");
    auto const found = cosigners_of(*note, keys_, witnesses_, policy_);
    if (found.fault) return wrong(ReceiptStep::before, found.fault->says);
    if (!found.not_earlier)
      return set(ReceiptStep::before, false, "更早的检查点没有见证人联署",
                 "no witness cosigned the earlier checkpoint");
    tighten(report_.not_earlier, {*found.not_earlier, names_of(found.dates), !policy_.witnesses.empty()},
            std::greater<>{});
    set(ReceiptStep::before, true,
        fmt::format("{} 时总账有 {} 条，尚无此记录", format_rfc3339(*found.not_earlier), earlier.size),
        fmt::format("at {} the ledger had {} entries and not yet this one", format_rfc3339(*found.not_earlier),
                    earlier.size));
  }

  void check_time() {
    if (!report_.not_later && !report_.not_earlier)
      return absent(ReceiptStep::time, "除服务器自己的时钟外，没有别的时间来源",
                    "nobody but the server's own clock says when");
    auto const said = parse_rfc3339(json::value_to<std::string>(entry_->at("at"))).value();
    if (report_.not_later && said > report_.not_later->at + clock_skew_ms)
      return set(ReceiptStep::time, false, "记录自称的时间晚于见证时间",
                 "the entry says a time after it was witnessed");
    if (report_.not_earlier && said + clock_skew_ms < report_.not_earlier->at)
      return set(ReceiptStep::time, false, "记录自称的时间早于总账中可能有它的时间：倒签",
                 "the entry says a time before the ledger can have had it: it was backdated");
    set(ReceiptStep::time, true, "记录自称的时间与见证时间相符", "the entry's own time agrees with what others saw");
  }

  void check_digest() {
    if (receipt_.digest.empty())
      return absent(ReceiptStep::digest, "回执没有自身的摘要", "the receipt has no digest of itself");
    bool const same = digest_of(receipt_) == receipt_.digest;
    set(ReceiptStep::digest, same, same ? "回执与写出时一致" : "回执与写出时不同：有字节被改动",
        same ? "the receipt is as it was written" : "the receipt is not as it was written: some of its bytes changed");
  }

  static std::string names_of(std::vector<DateBound> const& dates) {
    std::string names;
    for (auto const& date : dates) names += (names.empty() ? "" : ", ") + date.by;
    return names;
  }

  // What the reader believes stands above what the receipt only states; of the same kind the tighter one counts.
  template <class Tighter>
  static void tighten(std::optional<DateBound>& bound, DateBound found, Tighter tighter) {
    if (!bound || (found.believed && !bound->believed) ||
        (found.believed == bound->believed && tighter(found.at, bound->at)))
      bound = std::move(found);
  }

  Receipt const& receipt_;
  std::optional<VerifierKey> const& pinned_;
  DatePolicy const& policy_;
  std::vector<VerifierKey> keys_;       // the ledger's, as the receipt states them
  std::vector<VerifierKey> witnesses_;  // likewise
  ReceiptReport report_;
  Digest leaf_;
  std::optional<json::object> entry_;
  std::optional<VerifierKey> key_;
  std::optional<Checkpoint> head_;
};

}  // namespace

std::string_view name_of(ReceiptStep step) {
  constexpr std::string_view names[] = {"entry_form", "index",     "rulebook", "key",    "signature", "size",
                                        "inclusion",  "witnesses", "stamp",    "before", "time",      "digest"};
  return names[static_cast<std::size_t>(step)];
}

std::string_view name_of(StepOutcome outcome) {
  constexpr std::string_view names[] = {"ok", "wrong", "unchecked", "absent"};
  return names[static_cast<std::size_t>(outcome)];
}

bool ReceiptReport::ok() const {
  return std::ranges::all_of(
      steps, [](auto outcome) { return outcome == StepOutcome::ok || outcome == StepOutcome::absent; },
      &CheckedStep::outcome);
}

CheckedStep const* ReceiptReport::first_wrong() const {
  auto const found = std::ranges::find(steps, StepOutcome::wrong, &CheckedStep::outcome);
  return found == steps.end() ? nullptr : &*found;
}

ReceiptReport check_receipt(Receipt const& receipt, std::optional<VerifierKey> const& pinned,
                            DatePolicy const& policy) {
  return Check{receipt, pinned, policy}.run();
}

json::object to_json(ReceiptReport const& report) {
  auto const as_json = [](CheckedStep const& step) {
    return json::object{{"step", name_of(step.step)}, {"outcome", name_of(step.outcome)}, {"says", to_json(step.says)}};
  };
  json::array steps;
  for (auto const& step : report.steps) steps.push_back(as_json(step));
  json::object json{{"ok", report.ok()}, {"pinned", report.pinned}, {"hash", report.hash}, {"steps", std::move(steps)}};
  if (auto const* wrong = report.first_wrong()) json["first_wrong"] = as_json(*wrong);
  auto const bound = [&](std::string_view name, std::optional<DateBound> const& date) {
    if (date) json[name] = {{"at", format_rfc3339(date->at)}, {"by", date->by}, {"believed", date->believed}};
  };
  bound("not_later", report.not_later);
  bound("not_earlier", report.not_earlier);
  return json;
}

}  // namespace redress::ledger
