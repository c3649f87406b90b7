#pragma once
// Where a point or a box of one picture lies on another, through an Affine or, where a camera
// looked aslant, a Homography. Boxes leave the straightened page through here, back to the pixels
// as scanned.

#include "capture/facts.h"

namespace dossier::capture {

struct Point {
    double x = 0.0;
    double y = 0.0;
};

[[nodiscard]] double distance(Point one, Point other);

/// `share` of the way from one to the other: 0 and 1 are the points, beyond them it goes on.
[[nodiscard]] Point between(Point one, Point other, double share);

[[nodiscard]] Point mapped(Point point, const Affine& by);

[[nodiscard]] Point mapped(Point point, const Homography& by);

/// The smallest box around the four mapped corners, cut to a picture of `width` x `height` pixels.
[[nodiscard]] Box mapped(const Box& box, const Affine& by, int width, int height);
[[nodiscard]] Box mapped(const Box& box, const Homography& by, int width, int height);

/// First `first`, then `second`.
[[nodiscard]] Affine chained(const Affine& first, const Affine& second);
[[nodiscard]] Homography chained(const Homography& first, const Homography& second);

[[nodiscard]] Homography homography_of(const Affine& map);

/// Whether a map keeps parallels parallel, as every map but that of a rectified photograph does.
[[nodiscard]] bool is_affine(const Homography& map);

/// Throws std::logic_error for a map that folds the plane; none of ours does.
[[nodiscard]] Affine inverse(const Affine& map);
[[nodiscard]] Homography inverse(const Homography& map);

/// The map of turning a picture of `width` x `height` clockwise by 0, 90, 180 or 270 degrees.
[[nodiscard]] Affine turn_map(int clockwise_deg, int width, int height);

} // namespace dossier::capture
