#include "engine/cel/declarations.hpp"

namespace redress::cel {
namespace {

template <class Held>
Held const* find_in(std::map<std::string, Held, std::less<>> const& held, std::string_view name) {
  auto const found = held.find(name);
  return found == held.end() ? nullptr : &found->second;
}

}  // namespace

Declarations& Declarations::variable(std::string name, Type type) {
  variables_.insert_or_assign(std::move(name), std::move(type));
  return *this;
}

Declarations& Declarations::constant(std::string name, Value value) {
  constants_.insert_or_assign(std::move(name), std::move(value));
  return *this;
}

Declarations& Declarations::function(std::string name, std::vector<Type> parameters, Type result) {
  functions_[std::move(name)].push_back({std::move(parameters), std::move(result), false, false});
  return *this;
}

Declarations& Declarations::member_function(std::string name, std::vector<Type> parameters, Type result) {
  functions_[std::move(name)].push_back({std::move(parameters), std::move(result), true, false});
  return *this;
}

Declarations& Declarations::container(std::string name) {
  container_ = std::move(name);
  return *this;
}

bool Declarations::is_container(std::string_view name) {
  constexpr std::size_t bytes_max = 200;  // every part of it is one more place to look for every name
  if (name.size() > bytes_max) return false;
  bool begins = true;
  for (char const c : name) {
    bool const letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    bool const digit = c >= '0' && c <= '9';
    if (c == '.' ? begins : !letter && (begins || !digit)) return false;
    begins = c == '.';
  }
  return name.empty() || !begins;
}

std::vector<std::string> Declarations::candidates(std::string_view written) const {
  if (written.starts_with('.')) return {std::string(written.substr(1))};
  std::vector<std::string> names;
  std::string_view within = container_;
  while (!within.empty()) {
    names.push_back(std::string(within) + '.' + std::string(written));
    std::size_t const dot = within.rfind('.');
    within = dot == std::string_view::npos ? std::string_view() : within.substr(0, dot);
  }
  names.emplace_back(written);
  return names;
}

Type const* Declarations::find_variable(std::string_view name) const { return find_in(variables_, name); }
Value const* Declarations::find_constant(std::string_view name) const { return find_in(constants_, name); }
std::vector<Signature> const* Declarations::find_function(std::string_view name) const {
  return find_in(functions_, name);
}

}  // namespace redress::cel
