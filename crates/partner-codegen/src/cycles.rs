//! Which nodes of a graph may lead back to themselves, in a time that grows with the graph.

/// The nodes that are left when every node is taken away that leads nowhere or that nothing leads to: those
/// of circles, and those between two circles. `edges` are the nodes that each node leads to.
pub(crate) fn candidates(edges: &[Vec<usize>]) -> Vec<usize> {
    let mut back = vec![Vec::new(); edges.len()];
    for (from, targets) in edges.iter().enumerate() {
        for to in targets {
            back[*to].push(from);
        }
    }
    let mut is_left = vec![true; edges.len()];
    peel(edges, &back, &mut is_left);
    peel(&back, edges, &mut is_left);
    (0..edges.len()).filter(|node| is_left[*node]).collect()
}

/// Takes away the nodes that lead to none that is left, again and again.
fn peel(edges: &[Vec<usize>], back: &[Vec<usize>], is_left: &mut [bool]) {
    let left_of =
        |targets: &[usize], is_left: &[bool]| targets.iter().filter(|to| is_left[**to]).count();
    let mut degrees: Vec<_> = edges.iter().map(|targets| left_of(targets, is_left)).collect();
    let mut open: Vec<_> =
        (0..edges.len()).filter(|node| is_left[*node] && degrees[*node] == 0).collect();
    while let Some(node) = open.pop() {
        is_left[node] = false;
        for from in back[node].iter().filter(|from| is_left[**from]) {
            degrees[*from] -= 1;
            if degrees[*from] == 0 {
                open.push(*from);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::candidates;

    #[test]
    fn only_what_may_lead_back_is_left() {
        assert_eq!(candidates(&[vec![1], vec![2], vec![]]), [0; 0]);
        assert_eq!(candidates(&[vec![1], vec![2], vec![1, 3], vec![]]), [1, 2]);
        assert_eq!(candidates(&[vec![0, 0]]), [0]);
        assert_eq!(candidates(&[vec![0, 1], vec![2], vec![2]]), [0, 1, 2]);
    }
}
