#include "engine/cel/inference.hpp"

namespace redress::cel {
namespace {

constexpr int depth_max = 250;  // of types, so that no chain of variables can exhaust the stack

bool is_variable(Type const& type) { return type.is(TypeKind::parameter); }

/// Rebuilds a type with its arguments changed by `change`.
template <class Change>
Type rebuilt(Type const& type, Change change) {
  switch (type.kind()) {
    case TypeKind::list:
      return Type::list(change(type.item()));
    case TypeKind::map:
      return Type::map(change(type.key()), change(type.value()));
    case TypeKind::optional:
      return Type::optional(change(type.item()));
    case TypeKind::type:
      return Type::type(change(type.item()));
    default:
      return type;
  }
}

bool same_or_less_specific(Type const& a, Type const& b) {
  if (a.is(TypeKind::dyn) || is_variable(a)) return true;
  if (b.is(TypeKind::dyn) || is_variable(b) || a.kind() != b.kind()) return false;
  switch (a.kind()) {
    case TypeKind::list:
    case TypeKind::optional:
      return same_or_less_specific(a.item(), b.item());
    case TypeKind::map:
      return same_or_less_specific(a.key(), b.key()) && same_or_less_specific(a.value(), b.value());
    default:
      return true;
  }
}

Type const& more_general(Type const& a, Type const& b) { return same_or_less_specific(a, b) ? a : b; }

}  // namespace

Type Inference::fresh() {
  known_.emplace_back();
  return Type::parameter(static_cast<std::uint32_t>(known_.size() - 1));
}

void Inference::set(std::uint32_t number, Type type) {
  undo_.emplace_back(number, std::move(known_[number]));
  known_[number] = std::move(type);
}

Type Inference::instantiate(Type const& type, std::map<std::uint32_t, Type>& variables) {
  if (is_variable(type)) {
    auto const [found, added] = variables.try_emplace(type.parameter_number());
    if (added) found->second = fresh();
    return found->second;
  }
  return rebuilt(type, [&](Type const& inner) { return instantiate(inner, variables); });
}

Type const& Inference::followed(Type const& type) const {
  Type const* at = &type;
  while (is_variable(*at) && known_[at->parameter_number()]) at = &*known_[at->parameter_number()];
  return *at;
}

Type Inference::substitute(Type const& type, bool final, int depth) const {
  if (depth > depth_max || --work_left_ < 0) return Type::dyn();
  Type const& known = followed(type);
  if (is_variable(known)) return final ? Type::dyn() : known;
  return rebuilt(known, [&](Type const& inner) { return substitute(inner, final, depth + 1); });
}

bool Inference::occurs(Type const& variable, Type const& within, int depth) const {
  if (depth > depth_max || --work_left_ < 0) return true;
  Type const& whole = followed(within);
  if (whole == variable) return true;
  switch (whole.kind()) {
    case TypeKind::list:
    case TypeKind::optional:
    case TypeKind::type:
      return occurs(variable, whole.item(), depth + 1);
    case TypeKind::map:
      return occurs(variable, whole.key(), depth + 1) || occurs(variable, whole.value(), depth + 1);
    default:
      return false;
  }
}

/// Tries `variable` := `type`. A variable already known takes the more general of the two where they go together.
Inference::Bound Inference::bind(Type const& type, Type const& variable, int depth) {
  if (type == variable) return Bound::yes;
  std::uint32_t const number = variable.parameter_number();
  if (!known_[number]) {
    if (followed(type) == variable) return Bound::yes;
    if (occurs(variable, type, 0)) return Bound::free_no;
    set(number, type);
    return Bound::yes;
  }
  Type const before = *known_[number];
  if (type == before) return Bound::yes;
  if (!unify(type, before, depth + 1)) return Bound::no;
  Type const& wider = more_general(type, before);
  if (!occurs(variable, wider, 0)) set(number, wider);
  return Bound::yes;
}

bool Inference::unify(Type const& from, Type const& to, int depth) {
  if (depth > depth_max || --work_left_ < 0) return true;  // beyond what any book writes: left to evaluation
  if (is_variable(to)) {
    Bound const bound = bind(from, to, depth);
    if (bound != Bound::free_no) return bound == Bound::yes;
  }
  if (is_variable(from)) return bind(to, from, depth) == Bound::yes;
  if (from.is(TypeKind::dyn) || to.is(TypeKind::dyn)) return true;
  if (from.kind() != to.kind()) return false;
  switch (from.kind()) {
    case TypeKind::list:
    case TypeKind::optional:
      return unify(from.item(), to.item(), depth + 1);
    case TypeKind::map:
      return unify(from.key(), to.key(), depth + 1) && unify(from.value(), to.value(), depth + 1);
    default:
      return true;
  }
}

bool Inference::assign(Type const& from, Type const& to) { return assign_all({from}, {to}); }

bool Inference::assign_all(std::vector<Type> const& from, std::vector<Type> const& to) {
  undo_.clear();
  work_left_ = work_max;
  for (std::size_t i = 0; i < from.size(); ++i) {
    if (unify(from[i], to[i], 0)) continue;
    for (; !undo_.empty(); undo_.pop_back()) known_[undo_.back().first] = std::move(undo_.back().second);
    return false;
  }
  return true;
}

Type Inference::join(Type const& a, Type const& b) {
  if (!assign(b, a)) return Type::dyn();
  Type const left = substitute(a);
  Type const right = substitute(b);
  return more_general(left, right);
}

}  // namespace redress::cel
