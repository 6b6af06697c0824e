// What the operators accept and yield, for the checker.
#include "engine/cel/function.hpp"

#include <map>

namespace redress::cel {
namespace {

std::map<Operator, std::vector<Signature>> all_signatures() {
  std::map<Operator, std::vector<Signature>> table;
  auto const row = [&](Operator op, std::vector<Type> parameters, Type result) {
    table[op].push_back({std::move(parameters), std::move(result)});
  };
  Type const b = Type::boolean(), i = Type::int64(), u = Type::uint64(), d = Type::float64(), s = Type::string(),
             y = Type::bytes(), t = Type::timestamp(), w = Type::duration(), A = Type::parameter(0),
             B = Type::parameter(1);
  row(Operator::negate_truth, {b}, b);
  for (Operator op : {Operator::equal, Operator::not_equal}) row(op, {A, A}, b);
  for (Operator op : {Operator::less, Operator::less_equal, Operator::greater, Operator::greater_equal}) {
    for (Type const& type : {b, s, y, t, w}) row(op, {type, type}, b);
    for (Type const& left : {i, u, d}) {
      for (Type const& right : {i, u, d}) row(op, {left, right}, b);
    }
  }
  row(Operator::in, {A, Type::list(A)}, b);
  row(Operator::in, {A, Type::map(A, B)}, b);
  for (Type const& type : {i, u, d, s, y, Type::list(A), w}) row(Operator::add, {type, type}, type);
  row(Operator::add, {t, w}, t);
  row(Operator::add, {w, t}, t);
  for (Type const& type : {i, u, d, w}) row(Operator::subtract, {type, type}, type);
  row(Operator::subtract, {t, w}, t);
  row(Operator::subtract, {t, t}, w);
  for (Operator op : {Operator::multiply, Operator::divide}) {
    for (Type const& type : {i, u, d}) row(op, {type, type}, type);
  }
  for (Type const& type : {i, u}) row(Operator::modulo, {type, type}, type);
  for (Type const& type : {i, d, w}) row(Operator::negate, {type}, type);
  for (Operator op : {Operator::index, Operator::optional_index}) {
    auto const result = [&](Type const& type) { return op == Operator::index ? type : Type::optional(type); };
    row(op, {Type::list(A), i}, result(A));
    row(op, {Type::map(A, B), A}, result(B));
    row(op, {Type::optional(Type::list(A)), i}, Type::optional(A));
    row(op, {Type::optional(Type::map(A, B)), A}, Type::optional(B));
  }
  row(Operator::optional_select, {Type::map(s, B), s}, Type::optional(B));
  row(Operator::optional_select, {Type::optional(Type::map(s, B)), s}, Type::optional(B));
  return table;
}

}  // namespace

std::vector<Signature> const& signatures_of(Operator op) {
  static std::map<Operator, std::vector<Signature>> const table = all_signatures();
  static std::vector<Signature> const none;
  auto const found = table.find(op);
  return found == table.end() ? none : found->second;
}

}  // namespace redress::cel
