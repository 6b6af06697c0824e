// Saved views of the case list: a name and a query, one's own or shared with the shop.
//
// A view of a caller bound to no shop belongs to the whole deployment; shared, everybody sees it. Every change is an
// office entry (`view_set`) of the view's shop. Name and query are committed to. Calls block until they are durable.
// Thread-safe.
#pragma once

#include "api/service/office.hpp"

namespace redress::api {

inline constexpr std::size_t views_of_person_max = 50;
inline constexpr std::size_t views_of_shop_max = 500;  // everybody's together
inline constexpr std::size_t view_query_bytes_max = 4096;

class SavedViews {
 public:
  SavedViews(Store& store, Clock const& clock, Ids& ids) : store_(store), ids_(ids), office_(store, clock, ids) {}

  /// view.list {} -> {views}: the caller's own and those shared with them
  AnswerText list(DeskCall const& call) const;
  /// view.set {id?, name?, query?, shared?, removed?, request_id?} -> the view. Only its owner changes a view; a
  /// manager may also remove a shared one of the shop.
  AnswerText set(DeskCall const& call) const;

 private:
  Store& store_;
  Ids& ids_;
  Office office_;
};

}  // namespace redress::api
