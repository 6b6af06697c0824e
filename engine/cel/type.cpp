#include "engine/cel/type.hpp"

#include <array>

namespace redress::cel {
namespace {

constexpr std::array<std::string_view, 17> names{"dyn",
                                                 "null_type",
                                                 "bool",
                                                 "int",
                                                 "uint",
                                                 "double",
                                                 "string",
                                                 "bytes",
                                                 "list",
                                                 "map",
                                                 "google.protobuf.Timestamp",
                                                 "google.protobuf.Duration",
                                                 "type",
                                                 "optional_type",
                                                 "net.IP",
                                                 "net.CIDR",
                                                 "parameter"};

}  // namespace

Type Type::list(Type item) {
  Type made(TypeKind::list);
  made.arguments_ = std::make_shared<std::vector<Type> const>(std::vector{std::move(item)});
  return made;
}

Type Type::map(Type key, Type value) {
  Type made(TypeKind::map);
  made.arguments_ = std::make_shared<std::vector<Type> const>(std::vector{std::move(key), std::move(value)});
  return made;
}

Type Type::optional(Type item) {
  Type made(TypeKind::optional);
  made.arguments_ = std::make_shared<std::vector<Type> const>(std::vector{std::move(item)});
  return made;
}

Type Type::type(Type of) {
  Type made(TypeKind::type);
  if (!of.is(TypeKind::dyn)) made.arguments_ = std::make_shared<std::vector<Type> const>(std::vector{std::move(of)});
  return made;
}

Type Type::parameter(std::uint32_t number) {
  Type made(TypeKind::parameter);
  made.number_ = number;
  return made;
}

std::optional<Type> Type::named(std::string_view name) {
  for (Type const& type : {null_type(), boolean(), int64(), uint64(), float64(), string(), bytes(), list(dyn()),
                           map(dyn(), dyn()), timestamp(), duration(), Type::type(), optional(dyn()), ip(), cidr()}) {
    if (type.name() == name) return type;
  }
  return std::nullopt;
}

Type const& Type::argument(std::size_t index) const {
  static Type const any;
  return arguments_ && index < arguments_->size() ? (*arguments_)[index] : any;
}

std::string_view Type::name() const { return names[static_cast<std::size_t>(kind_)]; }

std::string Type::to_string() const {
  switch (kind_) {
    case TypeKind::list:
    case TypeKind::optional:
      return std::string(name()) + "(" + item().to_string() + ")";
    case TypeKind::map:
      return "map(" + key().to_string() + ", " + value().to_string() + ")";
    case TypeKind::type:
      return arguments_ ? "type(" + item().to_string() + ")" : "type";
    case TypeKind::parameter:
      return std::string(1, static_cast<char>('A' + number_ % 26));
    default:
      return std::string(name());
  }
}

bool Type::operator==(Type const& other) const {
  if (kind_ != other.kind_ || number_ != other.number_) return false;
  switch (kind_) {
    case TypeKind::list:
    case TypeKind::optional:
    case TypeKind::type:
      return item() == other.item();
    case TypeKind::map:
      return key() == other.key() && value() == other.value();
    default:
      return true;
  }
}

}  // namespace redress::cel
