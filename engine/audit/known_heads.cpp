#include "engine/audit/known_heads.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace redress::audit {
namespace {

constexpr auto none = std::numeric_limits<std::size_t>::max();

std::string shown(KnownHead const& head, Instant at) {
  return fmt::format("{} @ {} ({})", head.checkpoint.size, format_rfc3339(at), head.by);
}

std::string dated(KnownHead const& head) {
  return head.by.empty() ? fmt::format("{}", head.checkpoint.size)
                         : fmt::format("{} ({})", head.checkpoint.size, head.by);
}

}  // namespace

KnownHeads::KnownHeads(std::vector<KnownHead> heads) : heads_(std::move(heads)), earliest_after_(heads_.size(), none) {
  std::ranges::stable_sort(heads_, {}, [](KnownHead const& head) { return head.checkpoint.size; });
  auto earliest = none;
  for (auto i = heads_.size(); i-- > 0;) {
    if (heads_[i].not_later && (earliest == none || *heads_[i].not_later <= *heads_[earliest].not_later)) earliest = i;
    earliest_after_[i] = earliest;
  }
}

std::optional<Finding> KnownHeads::check_time(ToldEntry const& entry) {
  if (heads_.empty()) return std::nullopt;
  for (; next_ < heads_.size() && heads_[next_].checkpoint.size <= static_cast<std::uint64_t>(entry.seq); ++next_) {
    auto const& head = heads_[next_];
    if (head.not_earlier && (!latest_before_ || *head.not_earlier >= *heads_[*latest_before_].not_earlier))
      latest_before_ = next_;
  }
  auto const at = parse_rfc3339(entry.text("at")).value();
  if (latest_before_) {
    auto const& head = heads_[*latest_before_];
    if (at + clocks_differ_ms < *head.not_earlier) {
      auto const seen = format_rfc3339(*head.not_earlier);
      auto finding = entry_finding(
          entry, "back_dated",
          fmt::format("倒签：自称 {}，但 {} 时总账只有 {} 条，尚无此记录（{}）", entry.text("at"), seen,
                      head.checkpoint.size, head.by),
          fmt::format("back-dated: it says {}, but at {} the ledger had {} entries and not this one, says {}",
                      entry.text("at"), seen, head.checkpoint.size, head.by));
      finding.checkpoint = shown(head, *head.not_earlier);
      finding.expected = ">= " + seen;
      finding.actual = entry.text("at");
      return finding;
    }
  }
  if (next_ < heads_.size() && earliest_after_[next_] != none) {
    auto const& head = heads_[earliest_after_[next_]];
    if (at > *head.not_later + clocks_differ_ms) {
      auto const seen = format_rfc3339(*head.not_later);
      auto finding = entry_finding(
          entry, "forward_dated",
          fmt::format("时间倒置：自称 {}，但 {} 时它已在 {} 条的总账里（{}）", entry.text("at"), seen,
                      head.checkpoint.size, head.by),
          fmt::format("dated forward: it says {}, but at {} it was in the ledger of {} entries already, says {}",
                      entry.text("at"), seen, head.checkpoint.size, head.by));
      finding.checkpoint = shown(head, *head.not_later);
      finding.expected = "<= " + seen;
      finding.actual = entry.text("at");
      return finding;
    }
  }
  return std::nullopt;
}

void KnownHeads::check_root(ToldEntry const& entry, ledger::Frontier const& frontier) const {
  for (auto i = next_; i < heads_.size() && heads_[i].checkpoint.size == frontier.size(); ++i) {
    auto const& head = heads_[i];
    if (head.checkpoint.root == frontier.root()) continue;
    auto const size = head.checkpoint.size;
    Finding finding{.what = "root", .seq = entry.seq, .checkpoint = dated(head)};
    finding.says = {
        fmt::format("前 {} 条记录的树根不是已签检查点的树根：其中有记录被改动", size),
        fmt::format("the first {} entries have another root than was signed: one of them was changed", size)};
    if (!head.by.empty()) {
      finding.says.zh += "（" + head.by + "）";
      finding.says.en += ", says " + head.by;
    }
    throw Found{std::move(finding)};
  }
}

void KnownHeads::check_end(std::uint64_t entries) const {
  if (heads_.empty() || heads_.back().checkpoint.size <= entries) return;
  auto const& head = heads_.back();
  Finding finding{.what = "tail_missing", .seq = static_cast<std::int64_t>(entries), .checkpoint = dated(head)};
  finding.says = {
      fmt::format("总账只有 {} 条，已签检查点有 {} 条：尾部缺失，从第 {} 条起", entries, head.checkpoint.size, entries),
      fmt::format("the ledger has {} entries, its signed checkpoint {}: the tail is missing from entry {} "
                  "on",
                  entries, head.checkpoint.size, entries)};
  throw Found{std::move(finding)};
}

}  // namespace redress::audit
