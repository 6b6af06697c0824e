#include "workflows/model/story.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace redress::model {
namespace {

std::vector<std::size_t> path_to(Walk const& walk, std::size_t at) {
  std::vector<std::size_t> path{at};
  while (auto const before = walk.situations[path.back()].before) path.push_back(*before);
  std::ranges::reverse(path);
  return path;
}

std::string told(boost::json::object const& json) {
  std::vector<std::string> words;
  for (auto const& member : json)
    words.push_back(fmt::format("{}={}", std::string_view{member.key()}, boost::json::serialize(member.value())));
  return fmt::format("{}", fmt::join(words, ", "));
}

// Facts the case was opened with, and how much the order's other case was paid.
Says beginning(Walk const& walk, Situation const& first) {
  auto const facts = told(first.case_.facts.to_json());
  Says says{fmt::format("订单已付款，立案前已知：{}", facts),
            fmt::format("the order is paid; known at first: {}", facts)};
  if (first.opening == 1) {
    says.zh += "；同一订单的另一案件已退 9000 分";
    says.en += "; another case of the order was paid 9000 minor units";
  }
  static_cast<void>(walk);
  return says;
}

Says in_words(Walk const& walk, Move const& move) {
  auto const at = format_rfc3339(move.at);
  if (move.what == Move::What::wait) return {fmt::format("{} 时间过去", at), fmt::format("{} time passes", at)};
  if (move.what == Move::What::report)
    return {fmt::format("{} 报告事实：{}", at, told(move.facts)),
            fmt::format("{} facts are reported: {}", at, told(move.facts))};
  auto const* event = walk.workflow->find_event(move.event);
  auto const party = redress::in_words(move.party);
  std::string zh, en;
  if (!move.params.empty()) zh = en = fmt::format(" {{{}}}", told(move.params));
  if (!move.facts.empty()) {
    zh += fmt::format("，已知 {}", told(move.facts));
    en += fmt::format(", knowing {}", told(move.facts));
  }
  if (move.full_file) {
    zh += "，各类证据齐全";
    en += ", with evidence of every kind";
  }
  if (move.role == Role::manager) {
    zh += "，由主管操作";
    en += ", by a manager";
  }
  return {fmt::format("{} {}“{}”{}", at, party.zh, event->zh, zh),
          fmt::format("{} {}: {} ({}){}", at, party.en, event->en, event->name, en)};
}

Says outcome(Walk const& walk, Situation const& to) {
  auto const* state = walk.workflow->find_state(to.case_.state);
  auto const orders = to.effects.empty() ? std::string{} : fmt::format(" [{}]", fmt::join(to.effects, ", "));
  return {fmt::format(" -> {}（{}）{}", state->name, state->zh, orders),
          fmt::format(" -> {} ({}){}", state->name, state->en, orders)};
}

}  // namespace

Says story(Walk const& walk, Finding const& finding) {
  Says lines;
  auto const add = [&](Says const& says, int number) {
    lines.zh += number > 0 ? fmt::format("  {}. {}\n", number, says.zh) : fmt::format("  {}\n", says.zh);
    lines.en += number > 0 ? fmt::format("  {}. {}\n", number, says.en) : fmt::format("  {}\n", says.en);
  };
  int number = 0;
  if (finding.at) {
    auto const path = path_to(walk, *finding.at);
    add(beginning(walk, walk.situations[path.front()]), 0);
    for (std::size_t i = 1; i < path.size(); ++i) {
      auto const& to = walk.situations[path[i]];
      auto says = in_words(walk, to.move);
      auto const led = outcome(walk, to);
      add({says.zh + led.zh, says.en + led.en}, ++number);
    }
    if (finding.moved) add(in_words(walk, finding.move), ++number);
  }
  add({"=> " + finding.where + "：" + finding.says.zh, "=> " + finding.where + ": " + finding.says.en}, 0);
  return lines;
}

boost::json::object to_json(Walk const& walk, Finding const& finding) {
  boost::json::array path;
  auto const step = [&](Move const& move, Situation const* to) {
    boost::json::object told{{"at", format_rfc3339(move.at)}, {"says", to_json(in_words(walk, move))}};
    if (move.what == Move::What::attempt)
      told.insert({{"event", move.event}, {"party", name_of(move.party)}, {"params", move.params}});
    if (!move.facts.empty()) told["facts"] = move.facts;
    if (move.full_file) told["evidence"] = "every kind";
    if (to) {
      told["to"] = to->case_.state;
      boost::json::array orders;
      for (auto const& order : to->effects) orders.emplace_back(order);
      told["orders"] = std::move(orders);
    }
    path.push_back(std::move(told));
  };
  boost::json::object json{{"code", finding.code}, {"where", finding.where}, {"says", to_json(finding.says)}};
  if (finding.at) {
    auto const positions = path_to(walk, *finding.at);
    json["opened_with"] = walk.situations[positions.front()].case_.facts.to_json();
    for (std::size_t i = 1; i < positions.size(); ++i)
      step(walk.situations[positions[i]].move, &walk.situations[positions[i]]);
    if (finding.moved) step(finding.move, nullptr);
  }
  json["story"] = std::move(path);
  return json;
}

}  // namespace redress::model
