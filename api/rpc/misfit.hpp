// Why params do not fit their schema, in words somebody can act on: the place, and what is asked there.
//
// Names come first, because a misspelt one is the commonest mistake: unknown ones with the nearest known one, then
// missing ones, then values. A text is matched with a pattern only where it is short: the standard library's matcher
// goes as deep as a text is long. Any thread.
#pragma once

#include "engine/base/fault.hpp"

#include <boost/json.hpp>

#include <cstddef>
#include <optional>

namespace redress::api::rpc {

/// Nothing longer is of any pattern, in bytes.
inline constexpr std::size_t patterned_bytes_max = 256;

/// Fault `invalid_params` with the position ("params.order.lines[0].quantity") of the first thing wrong; nothing where
/// all that is known here fits. `schema` is without references.
std::optional<Fault> misfit_in(boost::json::value const& given, boost::json::object const& schema);

}  // namespace redress::api::rpc
