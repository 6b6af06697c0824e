#include "api/service/scorecards.hpp"

#include "api/service/actor_names.hpp"
#include "api/service/commit.hpp"
#include "api/service/kept_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace redress::api {
namespace {

using boost::json::array;
using boost::json::object;

constexpr std::int64_t beijing_ms = 8 * 3600 * second_ms;
constexpr int months_max = 24;  // of one list
constexpr std::size_t month_chars = 7;

std::string setting_of_case(std::string_view case_id) { return fmt::format("quality.case.{}", case_id); }
std::string setting_of_month(std::string_view shop, std::string_view month) {
  return fmt::format("quality.month.{}.{}", month, shop);
}

// "2026-01", by Beijing's calendar.
std::string month_of(Instant at) { return format_rfc3339(Instant{at.ms + beijing_ms}).substr(0, month_chars); }

std::string month_after(std::string const& month) {
  auto year = std::stoi(month.substr(0, 4));
  auto number = std::stoi(month.substr(5)) + 1;
  if (number > 12) {
    number = 1;
    ++year;
  }
  return fmt::format("{:04}-{:02}", year, number);
}

array cases_of_month(StoreReader& store, std::string_view shop, std::string_view month) {
  auto const text = store.setting(setting_of_month(shop, month));
  return text ? boost::json::parse(*text).at("cases").as_array() : array{};
}

bool is_failing(object const& card) {
  return card.at("points").to_number<std::int64_t>() * 100 < card.at("of").to_number<std::int64_t>() * passing_percent;
}

object card_of(object const& item) {
  auto card = told_in(item);
  card["entry_id"] = item.at("entry_id");
  card["at"] = item.at("at");
  card["by"] = item.at("actor");
  card["failing"] = is_failing(card);
  card["note"] = word_in(item, "note");
  return card;
}

Fault no_case() { return {FaultKind::not_found, {"没有这个案件", "there is no such case"}, "params.case_id"}; }

// Each criterion at most once, within its points; the sum is told beside them.
Result<object> read_scores(array const& scores) {
  array told;
  std::set<std::string> seen;
  std::int64_t total = 0, most = 0;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    auto const& score = scores[i].as_object();
    auto const name = text_of(score, "criterion");
    auto const criteria = quality_criteria();
    auto const criterion = std::ranges::find(criteria, name, &Criterion::id);
    if (criterion == criteria.end())
      return invalid_params(fmt::format("params.scores[{}].criterion", i), fmt::format("没有评分项“{}”", name),
                            fmt::format("there is no criterion \"{}\"", name));
    if (!seen.insert(name).second)
      return invalid_params(fmt::format("params.scores[{}].criterion", i), fmt::format("评分项“{}”重复", name),
                            fmt::format("the criterion \"{}\" is there twice", name));
    auto const points = score.at("points").to_number<std::int64_t>();
    if (points > criterion->points_max)
      return invalid_params(fmt::format("params.scores[{}].points", i),
                            fmt::format("“{}”至多 {} 分", criterion->says.zh, criterion->points_max),
                            fmt::format("at most {} points for \"{}\"", criterion->points_max, name));
    told.push_back(object{{"criterion", name}, {"points", points}});
    total += points;
    most += criterion->points_max;
  }
  return object{{"scores", std::move(told)}, {"points", total}, {"of", most}};
}

}  // namespace

std::span<Criterion const> quality_criteria() {
  static std::vector<Criterion> const criteria{
      {"rule", {"适用规则正确", "the right clause was applied"}, 30},
      {"evidence", {"举证完整", "the evidence is complete"}, 25},
      {"amount", {"金额正确", "the amount is right"}, 20},
      {"speed", {"处理及时", "it was handled in time"}, 15},
      {"wording", {"用语得体", "the buyer was spoken to well"}, 10},
  };
  return criteria;
}

AnswerText Scorecards::score(DeskCall const& call) const {
  auto const request_id = text_of(call.params, "request_id");
  auto told = read_scores(call.params.at("scores").as_array());
  if (!told) return fault_text(told.error(), {{"request_id", request_id}});
  object drawn;
  if (auto const note = text_of(call.params, "checkpoint"); !note.empty()) {
    auto const opened = audit_.open_signed(note);
    if (!opened) return fault_text({FaultKind::invalid_params, opened.error().says, "params.checkpoint"});
    drawn = {{"size", opened->checkpoint.size}, {"root", ledger::base64(opened->checkpoint.root)}};
  }
  auto const case_id = text_of(call.params, "case_id");
  AnswerText answer;
  commit(store_, [&](StoreWriter& writer) {
    if (auto earlier = earlier_answer(writer, call)) return void(answer = std::move(*earlier));
    auto const case_ = writer.find_case(case_id);
    if (!case_ || !may_see(call.actor, case_->shop)) return void(answer = fault_text(no_case()));
    auto list = KeptList::read(writer, setting_of_case(case_id));
    if (list.items().size() >= scorecards_of_case_max)
      return void(answer = fault_text({FaultKind::too_large,
                                       {fmt::format("每个案件至多 {} 张评分表", scorecards_of_case_max),
                                        fmt::format("a case has at most {} scorecards", scorecards_of_case_max)},
                                       "params.case_id"}));
    OfficeNote note{.shop = case_->shop, .event = "quality_scored", .params = *told};
    note.params.emplace("id", ids_.next("score"));
    note.params.emplace("case_id", case_id);
    if (!drawn.empty()) note.params.emplace("checkpoint", drawn);
    note.personal.emplace_back("note", text_of(call.params, "note"));
    auto record = office_.draft(call.actor, request_id, std::move(note));
    auto const month = month_of(record.act.at);
    auto cases = cases_of_month(writer, case_->shop, month);
    bool const is_new = std::ranges::find(cases, boost::json::value(case_id)) == cases.end();
    if (is_new && cases.size() >= scored_cases_of_month_max)
      return void(answer = fault_text({FaultKind::too_large,
                                       {fmt::format("本月已有 {} 个案件被评分", scored_cases_of_month_max),
                                        fmt::format("{} cases were scored this month", scored_cases_of_month_max)},
                                       "params.case_id"}));
    list.put(record);
    auto const id = std::string(record.act.params.at("id").as_string());
    answer = result_text(card_of(*list.find(id)));
    list.write(writer);
    if (is_new) {
      cases.emplace_back(case_id);
      writer.put_setting(setting_of_month(case_->shop, month), boost::json::serialize(object{{"cases", cases}}));
    }
    record.answer = answer_to_keep(call, record.act.at, answer);
    writer.record_office(std::move(record));
  });
  return answer;
}

AnswerText Scorecards::list(DeskCall const& call) const {
  auto to = clock_.now();
  auto from = Instant{to.ms - 30 * 24 * 3600 * second_ms};
  for (auto const& [name, at] : {std::pair{"from", &from}, std::pair{"to", &to}}) {
    auto const text = text_of(call.params, name);
    if (text.empty()) continue;
    auto const read = parse_rfc3339(text);
    if (!read) return fault_text({read.error().kind, read.error().says, fmt::format("params.{}", name)});
    *at = *read;
  }
  auto const case_id = text_of(call.params, "case_id");
  auto shop = text_of(call.params, "shop");
  if (!shop.empty() && !may_see(call.actor, shop))
    return fault_text({FaultKind::forbidden, {"令牌不属于该店铺", "the token is not of this shop"}, "params.shop"});
  if (shop.empty()) shop = call.actor.shop;
  if (case_id.empty() && shop.empty())
    return fault_text(invalid_params("params.shop", "请指明店铺或案件", "name a shop or a case"));
  std::vector<std::string> months;
  if (case_id.empty())
    for (auto month = month_of(from); month <= month_of(to); month = month_after(month)) {
      months.push_back(month);
      if (months.size() > months_max)
        return fault_text(invalid_params("params.from", fmt::format("至多 {} 个月", months_max),
                                         fmt::format("at most {} months", months_max)));
    }
  auto const* failing = call.params.if_contains("failing");
  bool const failing_only = failing && failing->as_bool();
  std::optional<Fault> fault;
  array cards;
  store_.read([&](StoreReader& store) {
    std::set<std::string> cases;
    if (!case_id.empty()) {
      auto const case_ = store.find_case(case_id);
      if (!case_ || !may_see(call.actor, case_->shop)) return void(fault = no_case());
      cases.insert(case_id);
    }
    for (auto const& month : months)
      for (auto const& each : cases_of_month(store, shop, month)) cases.emplace(each.as_string());
    for (auto const& each : cases) {
      auto const kept = KeptList::read(store, setting_of_case(each));
      for (auto const& item : kept.items()) {
        auto const at = parse_rfc3339(item.at("at").as_string()).value();
        if (case_id.empty() && (at < from || at >= to)) continue;
        auto card = card_of(item.as_object());
        if (!failing_only || is_failing(card)) cards.push_back(std::move(card));
      }
    }
  });
  if (fault) return fault_text(*fault);
  boost::json::value told = std::move(cards);
  store_.read([&](StoreReader& store) { ActorNames{store}.add_throughout(told); });
  array criteria;
  for (auto const& criterion : quality_criteria())
    criteria.push_back(
        object{{"id", criterion.id}, {"says", to_json(criterion.says)}, {"points_max", criterion.points_max}});
  return result_text(
      {{"cards", std::move(told)}, {"criteria", std::move(criteria)}, {"passing_percent", passing_percent}});
}

}  // namespace redress::api
