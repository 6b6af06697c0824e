#include "storage/common/evidence_rest.hpp"

namespace redress::storage {
namespace {

void put(boost::json::object& rest, std::string_view name, std::string const& text) {
  if (!text.empty()) rest.emplace(name, text);
}

void take(boost::json::object const& rest, std::string_view name, std::string& text) {
  if (auto const* found = rest.if_contains(name)) text = found->as_string();
}

}  // namespace

boost::json::object rest_of(Evidence const& item) {
  boost::json::object rest;
  put(rest, "name", item.name);
  put(rest, "derived_from", item.derived_from);
  put(rest, "derived_how", item.derived_how);
  if (!item.attributes.empty()) rest.emplace("attributes", item.attributes);
  if (!item.quotes.empty()) rest.emplace("quotes", item.quotes);
  if (item.weight != Weight::admissible) rest.emplace("weight", name_of(item.weight));
  return rest;
}

void read_rest(Evidence& item, boost::json::object const& rest) {
  take(rest, "name", item.name);
  take(rest, "derived_from", item.derived_from);
  take(rest, "derived_how", item.derived_how);
  if (auto const* attributes = rest.if_contains("attributes")) item.attributes = attributes->as_object();
  if (auto const* quotes = rest.if_contains("quotes")) item.quotes = quotes->as_array();
  if (auto const* weight = rest.if_contains("weight")) item.weight = weight_from(weight->as_string()).value();
}

}  // namespace redress::storage
