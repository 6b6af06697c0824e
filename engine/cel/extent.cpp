#include "engine/cel/extent.hpp"

namespace redress::cel {

bool is_scalar(Type const& type) {
  switch (type.kind()) {
    case TypeKind::null_type:
    case TypeKind::boolean:
    case TypeKind::int64:
    case TypeKind::uint64:
    case TypeKind::float64:
    case TypeKind::timestamp:
    case TypeKind::duration:
    case TypeKind::type:
    case TypeKind::ip:
    case TypeKind::cidr:
      return true;
    default:
      return false;
  }
}

namespace {

void hold(Extent& holder, Value const& held) {
  Extent const inside = extent_of(held);
  holder.total += inside.total;
  holder.part = max(holder.part, inside.total);
}

}  // namespace

Extent extent_of(Value const& value) {
  Extent made = scalar_extent;
  switch (value.kind()) {
    case Kind::string:
      made.size = {value.as_string().size()};
      made.total += made.size;
      break;
    case Kind::bytes:
      made.size = {value.as_bytes().size()};
      made.total += made.size;
      break;
    case Kind::list:
      made.size = {value.as_list().size()};
      for (Value const& item : value.as_list()) hold(made, item);
      break;
    case Kind::map:
      made.size = {value.as_map().size()};
      for (auto const& [key, held] : value.as_map().entries()) {
        hold(made, key);
        hold(made, held);
      }
      break;
    case Kind::optional:
      if (value.as_optional().value) hold(made, *value.as_optional().value);
      break;
    default:
      break;
  }
  return made;
}

}  // namespace redress::cel
