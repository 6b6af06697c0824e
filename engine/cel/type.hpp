// The types a CEL expression can have, as the checker sees them and as `type(x)` answers them.
//
// Types are small values; copies share their parameters. Printed as CEL writes them: "int", "list(string)",
// "map(string, dyn)", "google.protobuf.Timestamp".
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redress::cel {

enum class TypeKind : std::uint8_t {
  dyn,  // known only when evaluated
  null_type,
  boolean,
  int64,
  uint64,
  float64,
  string,
  bytes,
  list,
  map,
  timestamp,
  duration,
  type,
  optional,
  ip,
  cidr,
  parameter,  // stands for any one type in a function's signature
};

class Type {
 public:
  Type() = default;  // dyn

  static Type dyn() { return Type(TypeKind::dyn); }
  static Type null_type() { return Type(TypeKind::null_type); }
  static Type boolean() { return Type(TypeKind::boolean); }
  static Type int64() { return Type(TypeKind::int64); }
  static Type uint64() { return Type(TypeKind::uint64); }
  static Type float64() { return Type(TypeKind::float64); }
  static Type string() { return Type(TypeKind::string); }
  static Type bytes() { return Type(TypeKind::bytes); }
  static Type timestamp() { return Type(TypeKind::timestamp); }
  static Type duration() { return Type(TypeKind::duration); }
  static Type ip() { return Type(TypeKind::ip); }
  static Type cidr() { return Type(TypeKind::cidr); }
  static Type list(Type item);
  static Type map(Type key, Type value);
  static Type optional(Type item);
  static Type type(Type of = dyn());

  /// The parameter of that number in a signature: list(A) -> A has Type::parameter(0) twice.
  static Type parameter(std::uint32_t number);

  /// The type of that name, with dyn for any parameters; nullopt for names of no type, and for dyn, which is no value.
  static std::optional<Type> named(std::string_view name);

  TypeKind kind() const { return kind_; }
  bool is(TypeKind kind) const { return kind_ == kind; }
  std::uint32_t parameter_number() const { return number_; }

  /// list, optional, type: the one inside; map: key and value; otherwise dyn.
  Type const& item() const { return argument(0); }
  Type const& key() const { return argument(0); }
  Type const& value() const { return argument(1); }

  std::string to_string() const;

  /// The name `type(x)` prints, without parameters: "int", "list", "google.protobuf.Duration", "null_type".
  std::string_view name() const;

  bool operator==(Type const& other) const;

 private:
  explicit Type(TypeKind kind) : kind_(kind) {}
  Type const& argument(std::size_t index) const;

  TypeKind kind_ = TypeKind::dyn;
  std::uint32_t number_ = 0;
  std::shared_ptr<std::vector<Type> const> arguments_;
};

}  // namespace redress::cel
