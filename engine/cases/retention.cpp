#include "engine/cases/retention.hpp"

#include <algorithm>
#include <array>
#include <chrono>

namespace redress {
namespace {

using From = RetentionPeriod::From;

constexpr std::array periods{
    RetentionPeriod{"ECL-31", From::completion, 3, "电子商务法 第三十一条 E-Commerce Law art. 31", "L2", "high",
                    "交易信息自交易完成之日起保存不少于三年",
                    "transaction information is kept for three years from the completion of the trade"},
    RetentionPeriod{
        "NTM-31", From::completion, 3, "网络交易监督管理办法 第三十一条 Network Transaction Measures art. 31", "L4",
        "high", "商品、支付、物流、退换货与售后记录自交易完成之日起保存不少于三年",
        "goods, payment, logistics, return and after-sale records are kept for three years from completion"},
    RetentionPeriod{"RD-KEEP", From::closing, 3, "本产品规定 design", "design", "design",
                    "案件记录与证据自结案之日起保存三年",
                    "the case and its evidence are kept for three years from closing"},
};

}  // namespace

std::span<RetentionPeriod const> retention_periods() { return periods; }

Instant years_after(Instant at, int years) {
  using namespace std::chrono;
  sys_time<milliseconds> const beijing{milliseconds{at.ms + beijing_offset_ms}};
  auto const day = floor<days>(beijing);
  year_month_day const date{day};
  year_month_day later{date.year() + std::chrono::years{years}, date.month(), date.day()};
  auto const ends = later.ok() ? sys_days{later} : sys_days{later.year() / March / 1};
  return {(ends + (beijing - day)).time_since_epoch().count() - beijing_offset_ms};
}

std::vector<RunningPeriod> periods_of(Case const& case_) {
  std::vector<RunningPeriod> running;
  for (auto const& period : periods) {
    std::optional<Instant> from;
    if (period.from == From::closing && case_.final) from = case_.state_entered_at;
    if (period.from == From::completion) from = case_.facts.instant("order.succeeded_at");
    if (from) running.push_back({&period, *from, years_after(*from, period.years)});
  }
  return running;
}

std::optional<Instant> kept_until(Case const& case_) {
  if (!case_.final) return std::nullopt;
  return std::ranges::max(periods_of(case_), {}, &RunningPeriod::until).until;
}

Instant earliest_end(Instant now) {
  auto end = now;
  for (auto const& period : periods)
    if (period.from == From::closing) end = std::max(end, years_after(now, period.years));
  return end;
}

}  // namespace redress
