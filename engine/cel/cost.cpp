#include "engine/cel/cost.hpp"

#include "engine/cel/extent.hpp"
#include "engine/cel/function.hpp"
#include "engine/cel/pattern.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <vector>

namespace redress::cel {
namespace {

constexpr Bound call_overhead{20};         // more than any function but matches() charges beside arguments and result
constexpr std::uint64_t number_text{40};   // the longest number, moment or span as text, with a separator
constexpr std::uint64_t clause_text{420};  // the longest a clause of format() makes of a number

class CostReckoning {
 public:
  explicit CostReckoning(InputSizes const& sizes) : sizes_(sizes) {}

  struct Reckoned {
    Bound cost;
    Extent made;
  };

  Reckoned reckon(Node const& node) {
    Reckoned found = bare(node);
    found.cost += {1};
    if (is_scalar(node.type)) found.made = scalar_extent;
    costs_[&node] = found.cost;
    return found;
  }

  std::uint64_t cost_of(Node const& node) const { return costs_.at(&node).count; }

 private:
  Reckoned bare(Node const& node) {
    if (node.constant || node.kind == NodeKind::literal) {
      for (Node const& child : node.children) reckon(child);
      return {{0}, extent_of(node.literal)};
    }
    switch (node.kind) {
      case NodeKind::variable:
        return {{0}, input(node.type)};
      case NodeKind::has_variable:
        return {{0}, scalar_extent};
      case NodeKind::local:
        return {{0}, local(node.slot)};
      case NodeKind::select:
      case NodeKind::has_field: {
        Reckoned found = reckon(node.children[0]);
        return {found.cost + lookup({node.name.size()}), part_of(found.made)};
      }
      case NodeKind::call:
        return call(node);
      case NodeKind::comprehension:
        return comprehension(node);
      case NodeKind::binding: {
        Reckoned const value = reckon(node.children[0]);
        local(node.slot) = value.made;
        Reckoned body = reckon(node.children[1]);
        body.cost += value.cost;
        return body;
      }
      default:
        return collected(node);
    }
  }

  Extent input(Type const& type) const {
    if (is_scalar(type)) return scalar_extent;
    if (type.is(TypeKind::string) || type.is(TypeKind::bytes)) return {{sizes_.text_bytes}, {sizes_.text_bytes + 1}};
    std::uint64_t const items =
        type.is(TypeKind::list) || type.is(TypeKind::map) ? sizes_.items : std::max(sizes_.items, sizes_.text_bytes);
    std::uint64_t const total = std::max(items, sizes_.total_bytes) + 1;
    return {{items}, {total}, {type.is(TypeKind::list) ? std::min(sizes_.item_bytes + 1, total) : total}};
  }

  Extent& local(std::uint32_t slot) {
    if (slot >= locals_.size()) locals_.resize(slot + 1);
    return locals_[slot];
  }

  /// Anything inside of it.
  static Extent part_of(Extent const& whole) { return {whole.part, whole.part, whole.part}; }

  /// Keys are compared with as many others as the number of entries has bits.
  static Bound lookup(Bound key_bytes) { return Bound{64} * (sixteenth(key_bytes) + Bound{1}); }

  static Bound sixteenth(Bound bytes) { return {bytes.count / 16}; }

  /// What going through a value once costs.
  static Bound walk(Type const& type, Extent const& extent) {
    bool const is_text = type.is(TypeKind::string) || type.is(TypeKind::bytes);
    return is_text ? sixteenth(extent.size) + Bound{1} : extent.total;
  }

  Reckoned collected(Node const& node) {
    Reckoned all{{0}, {{node.children.size()}, {1}, {1}}};
    for (Node const& child : node.children) {
      Reckoned const item = reckon(child);
      all.cost += item.cost;
      all.made.total += item.made.total;
      all.made.part = max(all.made.part, item.made.total);
      if (node.kind == NodeKind::map) all.cost += lookup(item.made.total);
    }
    return all;
  }

  Reckoned call(Node const& node) {
    Bound cost;
    Bound walks;
    Extent all{{0}, {0}, {1}};
    std::vector<Extent> made;
    for (Node const& child : node.children) {
      Reckoned const argument = reckon(child);
      cost += argument.cost;
      walks += walk(child.type, argument.made);
      all = {all.size + argument.made.size, all.total + argument.made.total, max(all.part, argument.made.part)};
      made.push_back(argument.made);
    }
    switch (node.op) {
      case Operator::all_of:
      case Operator::any_of:
      case Operator::negate_truth:
        return {cost, scalar_extent};
      case Operator::conditional:
        return {cost,
                {max(made[1].size, made[2].size), max(made[1].total, made[2].total), max(made[1].part, made[2].part)}};
      case Operator::index:
      case Operator::optional_index:
      case Operator::optional_select:
        return {cost + lookup(made[1].total), part_of(made[0])};
      case Operator::in:
        return {cost + walks + walks + lookup(made[0].total), scalar_extent};
      case Operator::none:
        break;
      default:
        return {cost + walks + walks + Bound{2}, all};
    }
    if (node.function != nullptr && !is_callable(node)) return {cost, scalar_extent};  // an error, whatever comes
    Extent const result = is_scalar(node.type)       ? scalar_extent
                          : node.function == nullptr ? input(node.type)
                                                     : result_of(node, made, all);
    return {cost + charges_of(node, made) + Bound{4} * walks + result.total + call_overhead, result};
  }

  static bool is_callable(Node const& node) {
    auto const& overloads = node.function->overloads;
    return std::any_of(overloads.begin(), overloads.end(), [&](Overload const& overload) {
      return overload.signature.member == node.member && overload.signature.takes(node.children.size());
    });
  }

  /// The size of what a standard function makes of such arguments.
  static Extent result_of(Node const& node, std::vector<Extent> const& made, Extent const& all) {
    std::string_view const name = node.function->name;
    auto const text = [](Bound bytes) { return Extent{bytes, bytes + Bound{1}, {1}}; };
    if (name == "replace") return text((made[0].size + Bound{1}) * (made[2].size + Bound{1}));
    if (name == "join" && made.size() == 2) return text(made[0].total + made[0].size * made[1].size);
    if (name == "join") return text(made[0].total);
    if (name == "format")
      return text(made[0].size + made[1].size * Bound{clause_text} + made[1].total * Bound{number_text});
    if (name == "base64.encode" || name == "strings.quote") return text(all.size * Bound{4} + Bound{4});
    if (name == "split") return {made[0].size + Bound{1}, made[0].size * Bound{2} + Bound{2}, made[0].size + Bound{1}};
    Bound const most = all.total + Bound{number_text};
    return {most, most, most};
  }

  /// What a standard function charges beyond its arguments and its result.
  static Bound charges_of(Node const& node, std::vector<Extent> const& made) {
    if (node.function == nullptr || node.function->name != "matches") return {0};
    Bound const text = made[0].size;
    if (node.pattern) return {static_cast<std::uint64_t>(matching_steps(*node.pattern, text.count))};
    return Bound{instructions_max} + text * Bound{instructions_max} + Bound{pattern_steps};
  }

  Reckoned comprehension(Node const& node) {
    Reckoned const range = reckon(node.children[0]);
    bool const optional = node.macro == Macro::opt_map || node.macro == Macro::opt_flat_map;
    Extent const item = item_of(node.children[0].type, range.made);
    local(node.slot) = item;
    if (node.variables.size() == 2) {
      if (node.children[0].type.is(TypeKind::list)) local(node.slot) = scalar_extent;
      local(node.slot + 1) = part_of(range.made);
    }
    Reckoned body{{2}, {}};
    for (std::size_t i = 1; i < node.children.size(); ++i) {
      Reckoned const part = reckon(node.children[i]);
      body.cost += part.cost;
      body.made = part.made;
    }
    Bound const times = optional ? Bound{1} : range.made.size;
    Extent made;
    switch (node.macro) {
      case Macro::all:
      case Macro::exists:
      case Macro::exists_one:
        made = scalar_extent;
        break;
      case Macro::filter:
        made = range.made;
        break;
      case Macro::opt_map:
      case Macro::opt_flat_map:
        made = {body.made.size, body.made.total + Bound{1}, body.made.total};
        break;
      case Macro::transform_map_entry:
        made = {times * body.made.size, times * body.made.total + Bound{1}, body.made.total};
        break;
      default:
        made = {times, range.made.total + times * body.made.total + Bound{1}, max(range.made.part, body.made.total)};
    }
    Bound cost = range.cost + times * body.cost;
    if (node.macro == Macro::transform_map || node.macro == Macro::transform_map_entry)
      cost += lookup(made.total) + Bound{64} * made.size + made.size;
    return {cost, made};
  }

  static Extent item_of(Type const& range, Extent const& made) {
    bool const scalars =
        (range.is(TypeKind::list) && is_scalar(range.item())) || (range.is(TypeKind::map) && is_scalar(range.key()));
    return scalars ? scalar_extent : part_of(made);
  }

  InputSizes const& sizes_;
  std::vector<Extent> locals_;  // by slot; scopes that are over have their slots used again
  std::map<Node const*, Bound> costs_;
};

}  // namespace

std::uint64_t steps_bound(Node const& root, InputSizes const& sizes) {
  return CostReckoning(sizes).reckon(root).cost.count;
}

Node const& dearest_part(Node const& root, InputSizes const& sizes, std::uint64_t steps_max) {
  CostReckoning reckoning(sizes);
  reckoning.reckon(root);
  Node const* at = &root;
  while (true) {
    auto const dearer = std::find_if(at->children.begin(), at->children.end(),
                                     [&](Node const& child) { return reckoning.cost_of(child) > steps_max; });
    if (dearer == at->children.end()) return *at;
    at = &*dearer;
  }
}

}  // namespace redress::cel
