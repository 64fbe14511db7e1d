//! Notes and data beside steps, as BPMN has them: text annotations, data objects, data stores, and what ties them.
//! Data that goes by one name in a pool is one object, referred to beside each step that works with it.

use super::{attribute, push};
use crate::engines::formats::bpmn::shapes::Shape;
use crate::engines::map::{Beside, BesideKind, Map};

/// Something beside a step, with its number in the file.
pub struct Lying<'m> {
    /// Its number, from 1.
    pub number: usize,
    /// Its step.
    pub step: usize,
    /// What it is.
    pub beside: &'m Beside,
    /// Whether BPMN lets the element of its step read and write data.
    works: bool,
}

/// Everything that lies beside steps.
pub struct Besides<'m> {
    /// All of it, in the order of the steps.
    pub all: Vec<Lying<'m>>,
}

impl<'m> Besides<'m> {
    /// What lies beside the steps of a map.
    pub fn of(map: &'m Map, shapes: &[Shape]) -> Self {
        let steps = map.steps.iter().zip(shapes).enumerate();
        let beside = steps.flat_map(|(step, (own, shape))| {
            own.beside.iter().map(move |beside| (step, beside, shape.is_task()))
        });
        let all = (1..).zip(beside).map(|(number, (step, beside, works))| Lying {
            number,
            step,
            beside,
            works,
        });
        Self { all: all.collect() }
    }

    /// The data of a pool, among its flow nodes.
    pub fn data(&self, file: &mut String, here: impl Fn(&usize) -> bool) {
        let data = self.all.iter().filter(|own| own.beside.kind != BesideKind::Note);
        let data: Vec<_> = data.filter(|own| here(&own.step)).collect();
        for (at, own) in data.iter().enumerate() {
            let (number, name) = (own.number, attribute(&own.beside.text));
            if own.beside.kind.is_store() {
                push(
                    file,
                    format_args!(
                        "<bpmn:dataStoreReference id=\"beside_{number}\" name=\"{name}\"/>\n"
                    ),
                );
                continue;
            }
            let same = |other: &&&Lying<'_>| {
                !other.beside.kind.is_store() && other.beside.text == own.beside.text
            };
            let first = data[..at].iter().find(same).map_or(number, |other| other.number);
            if first == number {
                push(file, format_args!("<bpmn:dataObject id=\"data_{number}\"/>\n"));
            }
            push(
                file,
                format_args!(
                    "<bpmn:dataObjectReference id=\"beside_{number}\" name=\"{name}\" dataObjectRef=\"data_{first}\"/>\n"
                ),
            );
        }
    }

    /// The data that a step reads and writes, inside its element.
    pub fn of_step(&self, file: &mut String, step: usize) {
        let own = || self.all.iter().filter(move |own| own.step == step && own.is_in_step());
        for Lying { number, .. } in own().filter(|own| own.reads()) {
            push(
                file,
                format_args!(
                    "<bpmn:property id=\"property_{number}\" name=\"__targetRef_placeholder\"/>\n"
                ),
            );
        }
        for Lying { number, .. } in own().filter(|own| own.reads()) {
            push(
                file,
                format_args!(
                    "<bpmn:dataInputAssociation id=\"tie_{number}\"><bpmn:sourceRef>beside_{number}</bpmn:sourceRef>\
                     <bpmn:targetRef>property_{number}</bpmn:targetRef></bpmn:dataInputAssociation>\n"
                ),
            );
        }
        for Lying { number, .. } in own().filter(|own| !own.reads()) {
            push(
                file,
                format_args!(
                    "<bpmn:dataOutputAssociation id=\"tie_{number}\"><bpmn:targetRef>beside_{number}</bpmn:targetRef>\
                     </bpmn:dataOutputAssociation>\n"
                ),
            );
        }
    }

    /// The notes of a pool, and the ties that are not in a step, after its flows.
    pub fn artifacts(&self, file: &mut String, here: impl Fn(&usize) -> bool) {
        let own = || self.all.iter().filter(|own| here(&own.step));
        for Lying { number, beside, .. } in own().filter(|own| own.beside.kind == BesideKind::Note)
        {
            let text = attribute(&beside.text);
            push(
                file,
                format_args!(
                    "<bpmn:textAnnotation id=\"beside_{number}\"><bpmn:text>{text}</bpmn:text></bpmn:textAnnotation>\n"
                ),
            );
        }
        for Lying { number, step, beside, .. } in own().filter(|own| !own.is_in_step()) {
            let (step, data) = (format!("step_{}", step + 1), format!("beside_{number}"));
            let (from, to, way) = match beside.kind {
                BesideKind::Reads | BesideKind::ReadsFrom => (data, step, "One"),
                BesideKind::Writes | BesideKind::WritesTo => (step, data, "One"),
                BesideKind::Note | BesideKind::Data | BesideKind::Store => (step, data, "None"),
            };
            push(
                file,
                format_args!(
                    "<bpmn:association id=\"tie_{number}\" associationDirection=\"{way}\" sourceRef=\"{from}\" targetRef=\"{to}\"/>\n"
                ),
            );
        }
    }
}

impl Lying<'_> {
    fn reads(&self) -> bool {
        matches!(self.beside.kind, BesideKind::Reads | BesideKind::ReadsFrom)
    }

    /// Whether its tie stands inside the element of its step.
    fn is_in_step(&self) -> bool {
        let directed =
            !matches!(self.beside.kind, BesideKind::Note | BesideKind::Data | BesideKind::Store);
        self.works && directed
    }
}
