// What one call of a batch counts against the batch's budget: a hundred look-ups are as welcome as five walks over
// everything a shop has.
#pragma once

#include <boost/json.hpp>

#include <string_view>

namespace redress::api::rpc {

inline constexpr int batch_cost_max = 200;  // of all its calls together
inline constexpr int ordinary_cost = 1;
inline constexpr int walking_cost = 40;  // methods whose work grows with the store, or that compute for long

/// Of any name and params, whether they fit or not; one that is no method's is ordinary. Some methods walk only when
/// they are asked for more than usual.
int cost_of(std::string_view method, boost::json::object const& params);

}  // namespace redress::api::rpc
