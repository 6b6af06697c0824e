// Type variables and what they were found to be: the memory of the checker.
#pragma once

#include "engine/cel/type.hpp"

#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace redress::cel {

class Inference {
 public:
  /// A type with every parameter of a signature replaced by a variable of this use; the same table for one signature.
  Type instantiate(Type const& type, std::map<std::uint32_t, Type>& variables);

  Type fresh();

  /// Whether a value of type `from` may stand where `to` is asked for; on yes, variables of both are narrowed.
  bool assign(Type const& from, Type const& to);

  /// All of them or none.
  bool assign_all(std::vector<Type> const& from, std::vector<Type> const& to);

  /// With every known variable replaced; unknown ones stay, or become dyn where `final`.
  Type substitute(Type const& type, bool final = false) const {
    work_left_ = work_max;
    return substitute(type, final, 0);
  }

  /// The type of a list or map that holds both: the more general of the two, dyn if they do not go together.
  Type join(Type const& a, Type const& b);

 private:
  bool unify(Type const& from, Type const& to, int depth);
  enum class Bound { yes, no, free_no };
  Bound bind(Type const& type, Type const& variable, int depth);
  bool occurs(Type const& variable, Type const& within, int depth) const;
  Type substitute(Type const& type, bool final, int depth) const;

  /// Follows variables known to be other variables or types; the last one, unknown, or the type.
  Type const& followed(Type const& type) const;
  void set(std::uint32_t number, Type type);

  // Types share parts, so that one of few parts can be endless written out; past so many parts a type is dyn.
  static constexpr int work_max = 5'000;
  mutable int work_left_ = 0;

  std::vector<std::optional<Type>> known_;  // by variable number
  std::vector<std::pair<std::uint32_t, std::optional<Type>>> undo_;
};

}  // namespace redress::cel
