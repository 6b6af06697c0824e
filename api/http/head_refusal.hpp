// Why the head of a request is turned away before anything else of it is believed.
//
// Each reason has one HTTP status and one sentence; the connection closes after the answer, because the place where a
// next request would begin is no longer trusted. The list follows RFC 9112 where it says "must", and is stricter where
// two readers of one head could disagree.
#pragma once

#include "engine/base/says.hpp"

#include <string_view>

namespace redress::api::http {

enum class HeadRefusal {
  line_must_end_in_crlf,
  control_byte,
  request_line_malformed,
  method_not_served,
  method_unknown,
  target_too_long,
  target_not_origin_form,
  target_byte_not_allowed,
  version_not_served,
  head_too_long,
  too_many_fields,
  field_folded,
  field_name_malformed,
  field_twice,
  host_missing,
  host_malformed,
  content_length_malformed,
  content_length_overflows,
  length_required,
  body_not_expected,
  transfer_encoding,
  content_encoding,
  expectation_unknown,
  upgrade_not_websocket,
  upgrade_malformed,
};

int status_of(HeadRefusal refusal);
std::string_view name_of(HeadRefusal refusal);
Says says_of(HeadRefusal refusal);

}  // namespace redress::api::http
