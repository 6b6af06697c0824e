// Reply templates of a shop: words agents send to buyers, with {{slots}} that the console fills from the case.
//
// Every change is an office entry of the shop (`template_set`); name and text are committed to, so an entry proves
// later what the template said. Calls block until they are durable. Thread-safe.
#pragma once

#include "api/service/office.hpp"

#include <span>

namespace redress::api {

inline constexpr std::size_t templates_of_shop_max = 200;

/// A place in a template that is filled from the case.
struct TemplateSlot {
  std::string_view name;
  Says says;
};

std::span<TemplateSlot const> template_slots();

/// Fault `invalid_params` with "params.text, line L, column C" (in characters): an unknown slot, or braces that never
/// close.
Result<void> check_slots(std::string_view text);

class ReplyTemplates {
 public:
  ReplyTemplates(Store& store, Clock const& clock, Ids& ids) : store_(store), ids_(ids), office_(store, clock, ids) {}

  /// template.list {shop} -> {templates, slots}
  AnswerText list(DeskCall const& call) const;
  /// template.set {shop, id?, name?, text?, kind?, events?, removed?, request_id?} -> the template
  AnswerText set(DeskCall const& call) const;

 private:
  Store& store_;
  Ids& ids_;
  Office office_;
};

}  // namespace redress::api
