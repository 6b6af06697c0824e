#include "workflows/diagram.hpp"

#include "engine/cases/attempt.hpp"
#include "workflows/top_status.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace redress::workflows {
namespace {

using boost::json::array;
using boost::json::object;

// One arrow for two states, however many rows join them: its ends, and the events with their guards, in table order.
using Arrows = std::vector<std::pair<std::pair<std::string_view, std::string_view>, std::string>>;

Arrows arrows_of(Workflow const& workflow) {
  auto const node = [&](StateSpec const& state) {
    return state.name == workflow.initial().name ? std::string_view{"[*]"} : state.name;
  };
  Arrows arrows;
  for (auto const& row : workflow.rows()) {
    auto const ends = std::pair{node(*row.from), node(*row.to)};
    auto const guard = row.guard.name.empty() ? std::string{} : fmt::format(" [{}]", row.guard.name);
    auto const at = std::ranges::find(arrows, ends, &Arrows::value_type::first);
    if (at == arrows.end())
      arrows.push_back({ends, fmt::format("{}{}", row.on->name, guard)});
    else
      at->second += fmt::format(", {}{}", row.on->name, guard);
  }
  return arrows;
}

object says(std::string_view zh, std::string_view en) { return {{"zh", zh}, {"en", en}}; }

object state_json(StateSpec const& state) {
  object json{{"name", state.name},
              {"owed_by", name_of(state.owed_by)},
              {"final", state.final},
              {"says", says(state.zh, state.en)}};
  if (!state.deadline.empty()) json.emplace("deadline", state.deadline);
  if (!state.raw_status.empty()) json.emplace("raw_status", state.raw_status);
  return json;
}

object event_json(EventSpec const& event) {
  return {{"name", event.name},
          {"party", name_of(event.party)},
          {"irreversible", event.irreversible},
          {"says", says(event.zh, event.en)},
          {"params_schema", params_schema(event)}};
}

object row_json(RowSpec const& row) {
  array effects;
  for (auto const effect : row.effects) effects.emplace_back(spec_of(effect).name);
  object json{{"from", row.from->name}, {"on", row.on->name}, {"to", row.to->name}, {"do", std::move(effects)}};
  if (!row.guard.name.empty())
    json.emplace("when", object{{"name", row.guard.name}, {"says", says(row.guard.zh, row.guard.en)}});
  return json;
}

// How many rows a state is away from the initial one, at least.
std::map<std::string_view, int> layers_of(Workflow const& workflow) {
  std::map<std::string_view, int> layers{{workflow.initial().name, 0}};
  for (bool grew = true; grew;) {
    grew = false;
    for (auto const& row : workflow.rows())
      if (auto const from = layers.find(row.from->name); from != layers.end() && !layers.contains(row.to->name)) {
        layers.emplace(row.to->name, from->second + 1);
        grew = true;
      }
  }
  return layers;
}

struct Box {
  int x = 0;
  int y = 0;
};
constexpr int box_width = 250;
constexpr int box_height = 44;
constexpr int column_width = 340;
constexpr int row_height = 92;

std::map<std::string_view, Box> boxes_of(Workflow const& workflow) {
  std::map<std::string_view, Box> boxes;
  std::map<int, int> used;
  auto const layers = layers_of(workflow);
  for (auto const* state : workflow.states()) {
    auto const at = layers.find(state->name);
    int const layer = at == layers.end() ? 0 : at->second;
    boxes.emplace(state->name, Box{20 + layer * column_width, 20 + used[layer]++ * row_height});
  }
  return boxes;
}

std::string arrow(Box const& from, Box const& to, std::string_view label) {
  int const x1 = from.x + (to.x >= from.x ? box_width : 0);
  int const y1 = from.y + box_height / 2;
  int const x2 = to.x + (to.x > from.x ? 0 : box_width);
  int const y2 = to.y + box_height / 2;
  int const bend = to.x == from.x ? 60 : 0;
  return fmt::format(R"(<path d="M{} {} C{} {} {} {} {} {}" class="row"><title>{}</title></path>)"
                     "\n",
                     x1, y1, (x1 + x2) / 2 + bend, y1, (x1 + x2) / 2 + bend, y2, x2, y2, label);
}

bool stays(RowSpec const& row) { return row.from == row.to; }

// Rows that differ only in the state they leave are one line of the page.
bool told_alike(RowSpec const& one, RowSpec const& other) {
  return one.on == other.on && one.guard.name == other.guard.name && std::ranges::equal(one.effects, other.effects) &&
         (one.to == other.to || (stays(one) && stays(other)));
}

std::string effects_cell(RowSpec const& row) {
  std::string cell;
  for (auto const effect : row.effects) cell += fmt::format("{}{}", cell.empty() ? "" : ", ", spec_of(effect).name);
  return cell;
}

std::string params_cell(EventSpec const& event) {
  std::string cell;
  for (auto const& param : event.params)
    cell += fmt::format("{}`{}{}`", cell.empty() ? "" : ", ", param.name, param.required ? "" : "?");
  return cell;
}

}  // namespace

std::string mermaid(Workflow const& workflow) {
  std::string text = "stateDiagram-v2\n";
  for (auto const& [ends, label] : arrows_of(workflow))
    text += fmt::format("  {} --> {}: {}\n", ends.first, ends.second, label);
  for (auto const* state : workflow.states())
    if (state->final) text += fmt::format("  {} --> [*]\n", state->name);
  return text;
}

std::string svg(Workflow const& workflow) {
  auto const boxes = boxes_of(workflow);
  int width = 0;
  int height = 0;
  for (auto const& [name, box] : boxes) {
    width = std::max(width, box.x + box_width + 80);
    height = std::max(height, box.y + box_height + 20);
  }
  std::string text = fmt::format(
      R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" font-family="sans-serif" font-size="13">
<style>.row{{fill:none;stroke:#889;stroke-width:1.2;marker-end:url(#tip)}}
rect{{fill:#f6f8fb;stroke:#456}} .end{{fill:#e8f3e8}}</style>
<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto">
<path d="M0 0L8 4L0 8z" fill="#889"/></marker></defs>
)",
      width, height);
  std::map<std::pair<std::string_view, std::string_view>, std::string> arrows;
  for (auto const& row : workflow.rows()) {
    auto& label = arrows[{row.from->name, row.to->name}];
    label += fmt::format("{}{}", label.empty() ? "" : ", ", row.on->name);
  }
  for (auto const& [ends, label] : arrows)
    if (ends.first != ends.second) text += arrow(boxes.at(ends.first), boxes.at(ends.second), label);
  for (auto const* state : workflow.states()) {
    auto const& box = boxes.at(state->name);
    text += fmt::format(
        R"(<rect x="{}" y="{}" width="{}" height="{}" rx="6"{}/>
<text x="{}" y="{}">{}</text><text x="{}" y="{}" fill="#678">{}</text>)"
        "\n",
        box.x, box.y, box_width, box_height, state->final ? R"( class="end")" : "", box.x + 8, box.y + 18, state->name,
        box.x + 8, box.y + 36, state->zh);
  }
  return text + "</svg>\n";
}

object workflow_json(Workflow const& workflow) {
  array states;
  for (auto const* state : workflow.states()) states.push_back(state_json(*state));
  array events;
  for (auto const* event : workflow.events()) events.push_back(event_json(*event));
  array rows;
  for (auto const& row : workflow.rows()) rows.push_back(row_json(row));
  return {{"kind", workflow.kind()},     {"version", workflow.version()}, {"initial", workflow.initial().name},
          {"states", std::move(states)}, {"events", std::move(events)},   {"rows", std::move(rows)},
          {"diagram", mermaid(workflow)}};
}

std::string markdown(Workflow const& workflow) {
  auto text = fmt::format(
      "# {}\n\nGenerated from the table the machine runs on (version {}). 本页由状态机的表自动生成。\n"
      "<!-- longer than 400 lines because it lists every row of a table -->\n",
      workflow.kind(), workflow.version());
  text +=
      "\n## States 状态\n\n| state | 中文 | English | owed by | deadline slot | platform value | on all platforms |\n"
      "| --- | --- | --- | --- | --- | --- | --- |\n";
  for (auto const* state : workflow.states())
    text += fmt::format("| {}{} | {} | {} | {} | {} | {} | {} |\n", state->name, state->final ? " (final)" : "",
                        state->zh, state->en, name_of(state->owed_by), state->deadline, state->raw_status,
                        name_of(neutral_state_of(state->name)));
  text +=
      "\n## Events 动作\n\nA parameter with `?` may be left out.\n\n"
      "| event | 中文 | English | party | irreversible | parameters |\n| --- | --- | --- | --- | --- | --- |\n";
  for (auto const* event : workflow.events())
    text += fmt::format("| {} | {} | {} | {} | {} | {} |\n", event->name, event->zh, event->en, name_of(event->party),
                        event->irreversible ? "yes" : "", params_cell(*event));
  text += "\n## Rows 规则行\n\n| from | on | to | do | when |\n| --- | --- | --- | --- | --- |\n";
  auto const rows = workflow.rows();
  for (std::size_t i = 0; i < rows.size();) {
    std::string from(rows[i].from->name);
    auto next = i + 1;
    for (; next < rows.size() && told_alike(rows[i], rows[next]); ++next)
      from += fmt::format(", {}", rows[next].from->name);
    auto const to = stays(rows[i]) && next > i + 1 ? std::string_view{"stays"} : rows[i].to->name;
    text += fmt::format("| {} | {} | {} | {} | {} |\n", from, rows[i].on->name, to, effects_cell(rows[i]),
                        rows[i].guard.name);
    i = next;
  }
  text += "\n## Conditions 条件\n\n| when | 中文 | English |\n| --- | --- | --- |\n";
  std::map<std::string_view, GuardSpec> guards;
  for (auto const& row : rows)
    if (!row.guard.name.empty()) guards.emplace(row.guard.name, row.guard);
  for (auto const& [name, guard] : guards) text += fmt::format("| {} | {} | {} |\n", name, guard.zh, guard.en);
  return text + "\n## Diagram 状态图\n\n```mermaid\n" + mermaid(workflow) + "```\n";
}

}  // namespace redress::workflows
