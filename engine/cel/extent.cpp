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
      for (Value const& item : value.as_list()) made.total += extent_of(item).total;
      break;
    case Kind::map:
      made.size = {value.as_map().size()};
      for (auto const& [key, held] : value.as_map().entries())
        made.total += extent_of(key).total + extent_of(held).total;
      break;
    case Kind::optional:
      if (value.as_optional().value) made.total += extent_of(*value.as_optional().value).total;
      break;
    default:
      break;
  }
  return made;
}

}  // namespace redress::cel
